// SPDX-License-Identifier: MIT

#include "metrics/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tixdb::metrics {
namespace {

std::size_t floor_sqrt(std::size_t n) {
    // Exact: IEEE square roots are correctly rounded, and n is far below 2^52.
    return static_cast<std::size_t>(std::sqrt(static_cast<double>(n)));
}

}  // namespace

double Bin::middle() const {
    return min + std::floor(width() / 2);
}

std::vector<Bin> equal_count_bins(std::span<const double> sorted) {
    const std::size_t count = floor_sqrt(sorted.size());
    std::vector<Bin> bins;
    bins.reserve(count);
    for (std::size_t b = 0; b < count; ++b) {
        const std::size_t size = sorted.size() / count;
        const std::size_t begin = b * size;
        const std::size_t end = b + 1 == count ? sorted.size() : begin + size;
        bins.push_back({sorted[begin], sorted[end - 1], end - begin});
    }
    return bins;
}

std::vector<double> densities_of(std::span<const Bin> bins) {
    double values = 0;
    for (const Bin& bin : bins) values += static_cast<double>(bin.count);
    const double scale = bins.empty() ? 0 : values * (bins.back().max - bins.front().min);
    std::vector<double> densities;
    densities.reserve(bins.size());
    for (const Bin& bin : bins) {
        densities.push_back(bin.width() > 0 ? scale / (static_cast<double>(bin.count) * bin.width())
                                            : std::numeric_limits<double>::infinity());
    }
    return densities;
}

std::size_t mode_candidates(std::size_t bins) {
    return std::min(bins, 2 * floor_sqrt(bins));
}

std::size_t mode_bin(std::span<const Bin> bins) {
    const std::vector<double> densities = densities_of(bins);
    const auto end = densities.begin() + static_cast<std::ptrdiff_t>(mode_candidates(bins.size()));
    return static_cast<std::size_t>(std::max_element(densities.begin(), end) - densities.begin());
}

std::optional<Marks> marks_of(std::span<const Bin> bins) {
    if (bins.size() < 2) return std::nullopt;
    const std::size_t densest = mode_bin(bins);
    const double mode = bins[densest].middle();
    const double threshold = densest == 0 ? bins[1].middle() : mode + 0.5 * bins[0].middle();
    return Marks{mode, threshold};
}

std::optional<Marks> marks_of_sorted(std::span<const double> sorted) {
    return marks_of(equal_count_bins(sorted));
}

}  // namespace tixdb::metrics
