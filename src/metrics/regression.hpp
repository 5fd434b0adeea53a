// SPDX-License-Identifier: MIT
// Straight line through points by least squares.
#pragma once

#include <optional>
#include <span>

namespace tixdb::metrics {

struct Point {
    double x = 0;
    double y = 0;
};

// Nothing for fewer than two different x. Sums run in the order of the points, centred at their means.
[[nodiscard]] std::optional<double> least_squares_slope(std::span<const Point> points);

}  // namespace tixdb::metrics
