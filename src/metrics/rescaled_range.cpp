// SPDX-License-Identifier: MIT

#include "metrics/rescaled_range.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "metrics/elementary.hpp"
#include "metrics/hurst.hpp"

namespace tixdb::metrics {
namespace {

// The fit uses lags from 10^0.7 on whose logarithm does not exceed 2.5.
constexpr double kLeastLagExponent = 0.7;
constexpr double kLargestLagLog10 = 2.5;
// A range at or below it is rounding, not a process.
constexpr double kLeastRange = 1e-10;

}  // namespace

Lag range_lag(std::size_t k, std::size_t log2_n) {
    const std::size_t exponent = k * log2_n;  // of two, times 50
    if (exponent % kRangeLags == 0) {
        const std::size_t exact = std::size_t{1} << (exponent / kRangeLags);
        return {exact, exact};
    }
    const double power = std::exp2(static_cast<double>(exponent) / static_cast<double>(kRangeLags));
    const auto floor = static_cast<std::size_t>(power);
    return {floor, floor + 1};
}

std::size_t usable_blocks(std::size_t length, std::size_t block_size) {
    if (length <= block_size) return kRangeBlocks;
    const std::size_t lost = (length - block_size + block_size - 1) / block_size;
    return kRangeBlocks - std::min(lost, kRangeBlocks - 1);
}

RescaledRange rescaled_range(std::span<const double> values) {
    // Relative to the first value: equal values then give exactly zero, and a large common offset costs no
    // digits.
    const double origin = values.front();
    const auto count = static_cast<double>(values.size());
    double sum = 0;
    for (const double value : values) sum += value - origin;
    const double mean = sum / count;
    double partial = 0;
    double squares = 0;
    double highest = 0;
    double lowest = 0;
    for (const double value : values) {
        const double deviation = value - origin - mean;
        partial += deviation;
        squares += deviation * deviation;
        highest = std::max(highest, partial);
        lowest = std::min(lowest, partial);
    }
    return {highest - lowest, std::sqrt(squares / count)};
}

std::vector<Point> rescaled_range_points(std::span<const double> series) {
    const auto log2_n = static_cast<std::size_t>(std::bit_width(series.size()) - 1);
    const std::size_t block_size = series.size() / kRangeBlocks;
    const double step = log10_of(static_cast<double>(series.size())) / static_cast<double>(kRangeLags);
    std::vector<Point> points;
    points.reserve(kRangeLags * kRangeBlocks);
    double widest = 0;
    for (std::size_t k = 1; k < kRangeLags; ++k) {
        if (static_cast<double>(k) * step < kLeastLagExponent) continue;
        const Lag lag = range_lag(k, log2_n);
        const double log_lag = log10_of(static_cast<double>(lag.floor));
        if (log_lag > kLargestLagLog10) break;
        for (std::size_t block = 0; block < usable_blocks(lag.ceil, block_size); ++block) {
            const auto result = rescaled_range(series.subspan(block * block_size, lag.ceil));
            widest = std::max(widest, result.range);
            if (result.range > 0) points.push_back({log_lag, log10_of(result.ratio())});
        }
    }
    if (widest <= kLeastRange) points.clear();
    return points;
}

}  // namespace tixdb::metrics
