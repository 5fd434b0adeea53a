// SPDX-License-Identifier: MIT

#include "report/series_detail.hpp"

#include <algorithm>

#include "metrics/hurst.hpp"

namespace tixdb::report {

std::vector<HistogramBin> bins_in_detail(std::span<const metrics::Bin> bins) {
    if (bins.empty()) return {};
    const std::vector<double> densities = metrics::densities_of(bins);
    const std::size_t candidates = metrics::mode_candidates(bins.size());
    const std::size_t mode = metrics::mode_bin(bins);
    std::vector<HistogramBin> detail;
    for (std::size_t b = 0; b < bins.size(); ++b) {
        detail.push_back({bins[b], densities[b], b < candidates, b == mode});
    }
    return detail;
}

std::vector<HistogramBin> histogram_of(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return bins_in_detail(metrics::equal_count_bins(values));
}

std::optional<HurstDetail> hurst_detail(std::span<const double> values) {
    if (values.empty()) return std::nullopt;
    HurstDetail detail;
    const auto series = metrics::hurst_series(values);
    if (series.empty()) return detail;
    detail.series_length = static_cast<std::int64_t>(series.size());
    detail.rs_points = metrics::rescaled_range_points(series);
    detail.wavelet_points = metrics::wavelet_energy_points(series);
    return detail;
}

}  // namespace tixdb::report
