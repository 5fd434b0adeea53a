// SPDX-License-Identifier: MIT

#include "metrics/skew.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "metrics/lowest.hpp"
#include "metrics/skew_walk.hpp"
#include "metrics/units.hpp"

namespace tixdb::metrics {
namespace {

// Of every 30 probes the fourth lowest stands for all.
constexpr std::size_t kRun = 30;
constexpr std::size_t kRunRank = 4;

struct ByDelay {
    TimedDelay probe;

    friend bool operator<(const ByDelay& a, const ByDelay& b) { return a.probe.delay_ns < b.probe.delay_ns; }
};

void add_fourth_lowest(LowerHull& hull, std::span<const std::int64_t> time_s,
                       std::span<const std::int64_t> delays_ns) {
    Lowest<ByDelay, kRunRank> lowest(ByDelay{TimedDelay{0, std::numeric_limits<std::int64_t>::max()}});
    for (std::size_t i = 0; i < time_s.size(); ++i) lowest.add({{time_s[i], delays_ns[i]}});
    hull.add(lowest.last().probe);
}

// Probes [begin, end) of a direction: min(delay + s*t) in ms. The hull's vertices among them are tried first:
// if they already come down to enough_ms, the least is as good as that.
class HalfFloor {
  public:
    HalfFloor(std::span<const std::int64_t> time_s, std::span<const std::int64_t> delays_ns, double slope)
        : time_s_(time_s), delays_ns_(delays_ns), slope_(slope) {}

    [[nodiscard]] double lowest_vertex_ms(const LowerHull& hull) const {
        double lowest = std::numeric_limits<double>::infinity();
        for (const TimedDelay& vertex : hull.vertices()) {
            if (vertex.time_s < time_s_.front() || vertex.time_s > time_s_.back()) continue;
            lowest = std::min(lowest, at(vertex.time_s, vertex.delay_ns));
        }
        return lowest;
    }
    [[nodiscard]] double lowest_ms() const {
        double lowest = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < time_s_.size(); ++i) {
            lowest = std::min(lowest, at(time_s_[i], delays_ns_[i]));
        }
        return lowest;
    }

  private:
    [[nodiscard]] double at(std::int64_t time_s, std::int64_t delay_ns) const {
        return static_cast<double>(delay_ns) / kNsPerMs + slope_ * static_cast<double>(time_s);
    }

    std::span<const std::int64_t> time_s_;
    std::span<const std::int64_t> delays_ns_;
    double slope_;
};

// A probe that lies above a line of the steepest slope through an earlier one is on the envelope of no slope
// within the bound.
std::vector<TimedDelay> reached(std::span<const std::int64_t> time_s,
                                std::span<const std::int64_t> delays_ns) {
    constexpr std::int64_t kSteepestNsPerS = 1'000'000;  // kSkewBoundMsPerS
    std::int64_t least_ns = std::numeric_limits<std::int64_t>::max();
    std::vector<TimedDelay> points(time_s.size());
    std::size_t size = 0;
    for (std::size_t i = 0; i < time_s.size(); ++i) {
        const std::int64_t intercept_ns = delays_ns[i] - kSteepestNsPerS * time_s[i];
        points[size] = {time_s[i], delays_ns[i]};
        size += intercept_ns <= least_ns ? 1 : 0;
        least_ns = std::min(least_ns, intercept_ns);
    }
    points.resize(size);
    return points;
}

}  // namespace

bool SkewFit::holds() const {
    return shortfall_ms <= kSkewToleranceMs && std::abs(skew_ms_per_s) < kSkewBoundMsPerS;
}

bool SkewFit::is_accepted() const {
    return holds() && (is_anchored || std::abs(skew_ms_per_s) < kUnanchoredSkewMsPerS);
}

SkewEnvelope::SkewEnvelope(const ProbeView& probes)
    : probes_(probes),
      up_(lower_hull_of(reached(probes.time_s, probes.up_ns))),
      down_(lower_hull_of(reached(probes.time_s, probes.down_ns))) {
    for (std::size_t i = 0; i < probes.size(); ++i) {
        least_trip_ns_ = std::min(least_trip_ns_, probes.trip_ns(i));
    }
}

double SkewEnvelope::best_slope() const {
    return slope_of_highest_sum(up_.vertices(), down_.vertices(), kSkewBoundMsPerS);
}

double SkewEnvelope::g_ms(double skew_ms_per_s) const {
    return lowest_ms(up_.vertices(), -skew_ms_per_s) + lowest_ms(down_.vertices(), skew_ms_per_s);
}

double SkewEnvelope::shortfall_ms(double skew_ms_per_s) const {
    return static_cast<double>(least_trip_ns_) / kNsPerMs - g_ms(skew_ms_per_s);
}

SkewFit SkewEnvelope::fit() const {
    SkewFit fit;
    fit.skew_ms_per_s = best_slope();
    fit.shortfall_ms = shortfall_ms(fit.skew_ms_per_s);
    fit.is_anchored = is_anchored(fit.skew_ms_per_s);
    return fit;
}

bool SkewEnvelope::is_anchored(double skew_ms_per_s) const {
    const double limit_ms = g_ms(skew_ms_per_s) + kSkewToleranceMs;
    // The middle of the time, doubled so that it is whole; what lies on it belongs to the first half.
    const std::int64_t twice_middle_s = probes_.time_s.front() + probes_.time_s.back();
    const auto second = std::partition_point(probes_.time_s.begin(), probes_.time_s.end(),
                                             [&](std::int64_t t) { return 2 * t <= twice_middle_s; });
    const auto split = static_cast<std::size_t>(second - probes_.time_s.begin());
    const auto reaches_the_envelope = [&](const ProbeView& half) {
        if (half.size() == 0) return false;
        const HalfFloor up(half.time_s, half.up_ns, -skew_ms_per_s);
        const HalfFloor down(half.time_s, half.down_ns, skew_ms_per_s);
        if (up.lowest_vertex_ms(up_) + down.lowest_vertex_ms(down_) <= limit_ms) return true;
        return up.lowest_ms() + down.lowest_ms() <= limit_ms;
    };
    return reaches_the_envelope(probes_.part(0, split)) &&
           reaches_the_envelope(probes_.part(split, probes_.size() - split));
}

double slope_without_lowest(const ProbeView& probes) {
    if (probes.size() < kRun) return 0;
    LowerHull up;
    LowerHull down;
    for (std::size_t begin = 0; begin + kRun <= probes.size(); begin += kRun) {
        const ProbeView run = probes.part(begin, kRun);
        add_fourth_lowest(up, run.time_s, run.up_ns);
        add_fourth_lowest(down, run.time_s, run.down_ns);
    }
    return slope_of_highest_sum(up.vertices(), down.vertices(), kSkewBoundMsPerS);
}

}  // namespace tixdb::metrics
