// SPDX-License-Identifier: MIT

#include "metrics/regression.hpp"

namespace tixdb::metrics {

std::optional<double> least_squares_slope(std::span<const Point> points) {
    if (points.empty()) return std::nullopt;
    // Differences to the first x are exactly zero where all are equal, which rounded means would hide.
    const double origin = points.front().x;
    const auto count = static_cast<double>(points.size());
    double sum_x = 0;
    double sum_y = 0;
    for (const Point& p : points) {
        sum_x += p.x - origin;
        sum_y += p.y;
    }
    const double mean_x = sum_x / count;
    const double mean_y = sum_y / count;
    double sum_xx = 0;
    double sum_xy = 0;
    for (const Point& p : points) {
        const double dx = p.x - origin - mean_x;
        sum_xx += dx * dx;
        sum_xy += dx * (p.y - mean_y);
    }
    if (!(sum_xx > 0)) return std::nullopt;
    return sum_xy / sum_xx;
}

}  // namespace tixdb::metrics
