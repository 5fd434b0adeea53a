// SPDX-License-Identifier: MIT

#include "metrics/skew.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "metrics/lower_hull.hpp"
#include "metrics/units.hpp"

namespace tixdb::metrics {
namespace {

double slope_ms_per_s(const TimedDelay& a, const TimedDelay& b) {
    return static_cast<double>(b.delay_ns - a.delay_ns) / static_cast<double>(b.time_s - a.time_s) / kNsPerMs;
}

// As s rises, the vertex that minimises u - s*t walks right over u's hull and the one that minimises v + s*t
// walks left over v's. g rises while v's vertex is later than u's, and is flat where both are at the same
// time.
class Walk {
  public:
    Walk(const std::vector<TimedDelay>& up, const std::vector<TimedDelay>& down) : up_(up), down_(down) {}

    [[nodiscard]] std::int64_t slope_of_g() const { return down_[down_at_].time_s - up_[up_at_].time_s; }

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

double best_slope(const std::vector<TimedDelay>& up, const std::vector<TimedDelay>& down) {
    Walk walk(up, down);
    double s = -kSkewBoundMsPerS;
    while (walk.next() <= s) walk.step();
    while (walk.slope_of_g() > 0) {
        if (walk.next() >= kSkewBoundMsPerS) return kSkewBoundMsPerS;
        s = walk.next();
        walk.step();
    }
    // g is at its maximum from s on; flat up to the next step if its slope is zero.
    double end = s;
    while (walk.slope_of_g() == 0 && end < kSkewBoundMsPerS) {
        end = std::min(walk.next(), kSkewBoundMsPerS);
        if (std::isfinite(walk.next())) walk.step();
    }
    return std::clamp(0.0, s, end);
}

// min(delay + s * t) in ms over the vertices.
double lowest_ms(const std::vector<TimedDelay>& vertices, double s) {
    double lowest = std::numeric_limits<double>::infinity();
    for (const TimedDelay& vertex : vertices) {
        const double delay_ms = static_cast<double>(vertex.delay_ns) / kNsPerMs;
        lowest = std::min(lowest, delay_ms + s * static_cast<double>(vertex.time_s));
    }
    return lowest;
}

}  // namespace

bool SkewFit::is_accepted() const {
    return shortfall_ms <= kSkewToleranceMs && std::abs(skew_ms_per_s) < kSkewBoundMsPerS;
}

SkewFit fitted_skew(std::span<const model::Observation> observations, std::span<const std::int64_t> up_ns,
                    std::span<const std::int64_t> down_ns, std::int64_t origin_s) {
    LowerHull up;
    LowerHull down;
    std::int64_t least_sum_ns = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = 0; i < observations.size(); ++i) {
        const std::int64_t time_s = observations[i].day_timestamp_s - origin_s;
        up.add({time_s, up_ns[i]});
        down.add({time_s, down_ns[i]});
        least_sum_ns = std::min(least_sum_ns, up_ns[i] + down_ns[i]);
    }
    SkewFit fit;
    fit.skew_ms_per_s = best_slope(up.vertices(), down.vertices());
    const double g =
        lowest_ms(up.vertices(), -fit.skew_ms_per_s) + lowest_ms(down.vertices(), fit.skew_ms_per_s);
    fit.shortfall_ms = static_cast<double>(least_sum_ns) / kNsPerMs - g;
    return fit;
}

}  // namespace tixdb::metrics
