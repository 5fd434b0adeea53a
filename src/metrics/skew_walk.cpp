// SPDX-License-Identifier: MIT

#include "metrics/skew_walk.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "metrics/units.hpp"

namespace tixdb::metrics {
namespace {

double slope_ms_per_s(const TimedDelay& a, const TimedDelay& b) {
    return static_cast<double>(b.delay_ns - a.delay_ns) / static_cast<double>(b.time_s - a.time_s) / kNsPerMs;
}

// As s rises, the vertex that minimises u - s*t walks right over u's hull and the one that minimises v + s*t
// walks left over v's. The sum rises while v's vertex is later than u's, and is flat where both are at the
// same time.
class Walk {
  public:
    Walk(const std::vector<TimedDelay>& up, const std::vector<TimedDelay>& down) : up_(up), down_(down) {}

    [[nodiscard]] std::int64_t slope_of_sum() const { return down_[down_at_].time_s - up_[up_at_].time_s; }

    // The slope at which either vertex is left next; infinite at the end of both.
    [[nodiscard]] double next() const { return std::min(next_up(), next_down()); }

    void step() {
        const double next_s = next();
        if (next_up() == next_s) {
            ++up_at_;
        } else {
            --down_at_;
        }
    }

  private:
    static constexpr double kNever = std::numeric_limits<double>::infinity();

    [[nodiscard]] double next_up() const {
        return up_at_ + 1 < up_.size() ? slope_ms_per_s(up_[up_at_], up_[up_at_ + 1]) : kNever;
    }
    [[nodiscard]] double next_down() const {
        return down_at_ > 0 ? -slope_ms_per_s(down_[down_at_ - 1], down_[down_at_]) : kNever;
    }

    const std::vector<TimedDelay>& up_;
    const std::vector<TimedDelay>& down_;
    std::size_t up_at_ = 0;
    std::size_t down_at_ = down_.size() - 1;
};

}  // namespace

double slope_of_highest_sum(const std::vector<TimedDelay>& up, const std::vector<TimedDelay>& down,
                            double bound_ms_per_s) {
    Walk walk(up, down);
    double s = -bound_ms_per_s;
    while (walk.next() <= s) walk.step();
    while (walk.slope_of_sum() > 0) {
        if (walk.next() >= bound_ms_per_s) return bound_ms_per_s;
        s = walk.next();
        walk.step();
    }
    // The sum is at its maximum from s on; flat up to the next step if its slope is zero.
    double end = s;
    while (walk.slope_of_sum() == 0 && end < bound_ms_per_s) {
        end = std::min(walk.next(), bound_ms_per_s);
        if (std::isfinite(walk.next())) walk.step();
    }
    return std::clamp(0.0, s, end);
}

double lowest_ms(const std::vector<TimedDelay>& vertices, double slope_ms_per_s) {
    double lowest = std::numeric_limits<double>::infinity();
    for (const TimedDelay& vertex : vertices) {
        const double delay_ms = static_cast<double>(vertex.delay_ns) / kNsPerMs;
        lowest = std::min(lowest, delay_ms + slope_ms_per_s * static_cast<double>(vertex.time_s));
    }
    return lowest;
}

}  // namespace tixdb::metrics
