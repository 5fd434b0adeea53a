// SPDX-License-Identifier: MIT
// The lags and blocks of the rescaled-range estimate, docs/methods.md#rescaled-range.
#pragma once

#include <cstddef>
#include <span>

namespace tixdb::metrics {

inline constexpr std::size_t kRangeBlocks = 5;
inline constexpr std::size_t kRangeLags = 50;

// The k-th of 50 logarithmically spaced lengths of a series of 2^log2_n values: 10^(k * log10(n) / 50),
// rounded down and up. They are equal where the power is a whole number, however the floating-point power
// comes out.
struct Lag {
    std::size_t floor = 0;
    std::size_t ceil = 0;
};
[[nodiscard]] Lag range_lag(std::size_t k, std::size_t log2_n);

// How many blocks of block_size, from the first on, are long enough to hold `length` values before the series
// ends.
[[nodiscard]] std::size_t usable_blocks(std::size_t length, std::size_t block_size);

// Range of the partial sums of the deviations from the mean, and the population's standard deviation, in the
// unit of the values (not empty).
struct RescaledRange {
    double range = 0;
    double deviation = 0;

    // range / deviation, or range where the deviation is zero.
    [[nodiscard]] double ratio() const { return deviation > 0 ? range / deviation : range; }
};
[[nodiscard]] RescaledRange rescaled_range(std::span<const double> values);

}  // namespace tixdb::metrics
