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

std::size_t mode_bin(std::span<const Bin> bins) {
    double values = 0;
    for (const Bin& bin : bins) values += static_cast<double>(bin.count);
    const double scale = values * (bins.back().max - bins.front().min);
    const std::size_t candidates = std::min(bins.size(), 2 * floor_sqrt(bins.size()));
    std::size_t best = 0;
    double best_density = -1;
    for (std::size_t b = 0; b < candidates; ++b) {
        const double width = bins[b].width();
        const double density = width > 0 ? scale / (static_cast<double>(bins[b].count) * width)
                                         : std::numeric_limits<double>::infinity();
        if (density > best_density) {
            best = b;
            best_density = density;
        }
    }
    return best;
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
