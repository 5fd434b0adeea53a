// SPDX-License-Identifier: MIT

#include "metrics/lower_hull.hpp"

namespace tixdb::metrics {
namespace {

// b lies on or above the line from a to c.
bool is_covered(const TimedDelay& a, const TimedDelay& b, const TimedDelay& c) {
    return (b.delay_ns - a.delay_ns) * (c.time_s - a.time_s) >=
           (c.delay_ns - a.delay_ns) * (b.time_s - a.time_s);
}

}  // namespace

void LowerHull::add(TimedDelay point) {
    if (!vertices_.empty() && vertices_.back().time_s == point.time_s) {
        if (vertices_.back().delay_ns <= point.delay_ns) return;
        vertices_.pop_back();
    }
    while (vertices_.size() >= 2 && is_covered(vertices_[vertices_.size() - 2], vertices_.back(), point)) {
        vertices_.pop_back();
    }
    vertices_.push_back(point);
}

}  // namespace tixdb::metrics
