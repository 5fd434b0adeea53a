// SPDX-License-Identifier: MIT

#include "metrics/lower_hull.hpp"

#include <algorithm>

namespace tixdb::metrics {
namespace {

constexpr std::size_t kStretchPoints = 32;

const TimedDelay& least_of(std::span<const TimedDelay> points) {
    const TimedDelay* least = &points.front();
    for (const TimedDelay& point : points) least = point.delay_ns < least->delay_ns ? &point : least;
    return *least;
}

// Below or on the final hull nowhere: its vertices are points themselves.
LowerHull hull_of_stretches(std::span<const TimedDelay> points) {
    LowerHull hull;
    hull.add(points.front());
    for (std::size_t begin = 0; begin < points.size(); begin += kStretchPoints) {
        hull.add(least_of(points.subspan(begin, std::min(kStretchPoints, points.size() - begin))));
    }
    hull.add(points.back());
    return hull;
}

// Strictly above the line from a to c, and not outside of the two: no vertex.
bool is_above(const TimedDelay& point, const TimedDelay& a, const TimedDelay& c) {
    return (point.delay_ns - a.delay_ns) * (c.time_s - a.time_s) >
           (c.delay_ns - a.delay_ns) * (point.time_s - a.time_s);
}

}  // namespace

LowerHull lower_hull_of(std::span<const TimedDelay> points) {
    const LowerHull coarse = hull_of_stretches(points);
    const std::vector<TimedDelay>& vertices = coarse.vertices();
    LowerHull hull;
    std::size_t next = 1;  // the vertex that ends the line which a point is compared with
    for (const TimedDelay& point : points) {
        while (next < vertices.size() && vertices[next].time_s < point.time_s) ++next;
        if (next < vertices.size() && is_above(point, vertices[next - 1], vertices[next])) continue;
        hull.add(point);
    }
    return hull;
}

}  // namespace tixdb::metrics
