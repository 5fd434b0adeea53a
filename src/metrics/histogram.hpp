// SPDX-License-Identifier: MIT
// Histogram of bins that hold equally many values, and the two marks that classic reads off it,
// docs/methods.md#histogram.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tixdb::metrics {

// Smallest and largest value and number of values of a bin. Units are those of the values (ns in this
// project).
struct Bin {
    double min = 0;
    double max = 0;
    std::size_t count = 0;

    [[nodiscard]] double width() const { return max - min; }
    [[nodiscard]] double middle() const;  // min + floor(width / 2)
};

// sorted: ascending. floor(sqrt(N)) bins of floor(N / bins) values, the remainder in the last; none for no
// values.
[[nodiscard]] std::vector<Bin> equal_count_bins(std::span<const double> sorted);

// How densely each bin is filled, relative to all values spread evenly over the bins' whole width; infinite
// for a bin without width.
[[nodiscard]] std::vector<double> densities_of(std::span<const Bin> bins);

// How many bins, from the first on, the mode is looked for in: 2 * floor(sqrt(bins)), at most all.
[[nodiscard]] std::size_t mode_candidates(std::size_t bins);

// Index of the first of the densest candidates. bins: not empty.
[[nodiscard]] std::size_t mode_bin(std::span<const Bin> bins);

// mode: the middle of the densest of the first 2 * floor(sqrt(bins)) bins. threshold: above it a time counts
// as queued.
struct Marks {
    double mode = 0;
    double threshold = 0;
};

// Nothing for fewer than two bins, that is, fewer than four values.
[[nodiscard]] std::optional<Marks> marks_of(std::span<const Bin> bins);

// The same for sorted values.
[[nodiscard]] std::optional<Marks> marks_of_sorted(std::span<const double> sorted);

}  // namespace tixdb::metrics
