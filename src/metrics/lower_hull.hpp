// SPDX-License-Identifier: MIT
// Lower envelope of delays over time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tixdb::metrics {

// A delay at a time. Integers, so that which points lie on the hull is exact.
struct TimedDelay {
    std::int64_t time_s = 0;
    std::int64_t delay_ns = 0;

    friend bool operator==(const TimedDelay&, const TimedDelay&) = default;
};

// Grows to the right (Andrew's monotone chain, 1979): points come in ascending time, several at one time
// allowed. |time| <= 10^5 s apart and |delay| <= 12 h, so that no product overflows.
class LowerHull {
  public:
    void add(TimedDelay point) {
        if (!vertices_.empty() && vertices_.back().time_s == point.time_s) {
            if (vertices_.back().delay_ns <= point.delay_ns) return;
            vertices_.pop_back();
        }
        std::size_t size = vertices_.size();
        while (size >= 2 && is_covered(vertices_[size - 2], vertices_[size - 1], point)) --size;
        vertices_.resize(size);
        vertices_.push_back(point);
    }
    // Strictly convex: slopes between neighbours increase.
    [[nodiscard]] const std::vector<TimedDelay>& vertices() const { return vertices_; }

  private:
    // b lies on or above the line from a to c.
    static bool is_covered(const TimedDelay& a, const TimedDelay& b, const TimedDelay& c) {
        return (b.delay_ns - a.delay_ns) * (c.time_s - a.time_s) >=
               (c.delay_ns - a.delay_ns) * (b.time_s - a.time_s);
    }

    std::vector<TimedDelay> vertices_;
};

// The hull of all these points, the same as of adding each of them, in a third of the time where few of many
// points come near it: the hull of the least points of short stretches is found first, and what lies above
// that is left out. points: at least one.
[[nodiscard]] LowerHull lower_hull_of(std::span<const TimedDelay> points);

}  // namespace tixdb::metrics
