// SPDX-License-Identifier: MIT

#include "metrics/hurst.hpp"

#include <bit>

namespace tixdb::metrics {
namespace {

model::Metric estimate(std::span<const double> values,
                       std::vector<Point> (*points_of)(std::span<const double>)) {
    const auto series = hurst_series(values);
    if (series.empty()) return model::Missing::too_few;
    const auto slope = least_squares_slope(points_of(series));
    return slope ? model::Metric(*slope) : model::Metric(model::Missing::constant);
}

}  // namespace

std::span<const double> hurst_series(std::span<const double> values) {
    if (values.size() < kLeastHurstLength) return {};
    return values.last(std::bit_floor(values.size()));
}

model::Metric hurst_rs(std::span<const double> values) {
    return estimate(values, rescaled_range_points);
}

model::Metric hurst_wavelet(std::span<const double> values) {
    return estimate(values, wavelet_energy_points);
}

}  // namespace tixdb::metrics
