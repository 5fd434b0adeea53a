// SPDX-License-Identifier: MIT

#include "metrics/lone_probes.hpp"

#include <algorithm>
#include <limits>

#include "metrics/floors.hpp"
#include "metrics/lowest.hpp"
#include "metrics/observations.hpp"
#include "metrics/straightened.hpp"

namespace tixdb::metrics {
namespace {

constexpr int kStretches = 6;
constexpr std::size_t kLeastInStretch = 120;
// More than ten wrong probes in ten minutes are not told from a lower floor.
constexpr std::size_t kLoneRank = 11;
constexpr std::int64_t kLoneGapNs = 5'000'000;
constexpr std::int64_t kDeepTripNs = 20'000'000;

using LowestTrips = Lowest<std::int64_t, kLoneRank>;

// Probes [begin, begin + count).
struct Stretch {
    std::size_t begin = 0;
    std::size_t count = 0;
};

// Those with probes enough.
std::vector<Stretch> stretches_of(const ProbeView& probes) {
    std::vector<Stretch> stretches;
    for (int k = kStretches; k-- > 0;) {
        const ProbeView stretch = probes.between(-kRecentS * (k + 1), -kRecentS * k);
        if (stretch.size() < kLeastInStretch) continue;
        stretches.push_back(
            {static_cast<std::size_t>(stretch.time_s.data() - probes.time_s.data()), stretch.size()});
    }
    return stretches;
}

LowestTrips lowest_trips(const ProbeView& stretch) {
    LowestTrips lowest(std::numeric_limits<std::int64_t>::max());
    for (std::size_t i = 0; i < stretch.size(); ++i) lowest.add(stretch.trip_ns(i));
    return lowest;
}

void mark(LoneMarks& lone, std::size_t size, std::size_t at) {
    if (!lone.any) lone.marks.assign(size, 0);
    lone.any = true;
    lone.marks[at] = 1;
}

void mark_short_trips(LoneMarks& lone, const ProbeView& probes, const Stretch& where) {
    const ProbeView stretch = probes.part(where.begin, where.count);
    const LowestTrips lowest = lowest_trips(stretch);
    if (lowest.first() >= lowest.last() - kLoneGapNs) return;
    std::size_t near = 0;
    for (std::size_t i = 0; i < stretch.size(); ++i) {
        const std::int64_t above_ns = stretch.trip_ns(i) - lowest.last();
        if (above_ns >= 0 && above_ns <= kLoneGapNs) ++near;
    }
    if (near < kLeastOnFloor) return;
    for (std::size_t i = 0; i < stretch.size(); ++i) {
        if (stretch.trip_ns(i) < lowest.last() - kLoneGapNs) mark(lone, probes.size(), where.begin + i);
    }
}

void mark_lone(LoneMarks& lone, std::size_t size, std::size_t begin, const std::vector<double>& delays_ms) {
    Lowest<double, kLoneRank> lowest(std::numeric_limits<double>::infinity());
    for (const double delay_ms : delays_ms) lowest.add(delay_ms);
    const double from_ms = lowest.last();
    if (lowest.first() >= from_ms - kFloorWidthMs) return;
    const auto near = std::count_if(delays_ms.begin(), delays_ms.end(), [&](double delay_ms) {
        return delay_ms >= from_ms && delay_ms <= from_ms + kFloorWidthMs;
    });
    if (!is_enough(static_cast<std::size_t>(near), delays_ms.size())) return;
    for (std::size_t i = 0; i < delays_ms.size(); ++i) {
        if (delays_ms[i] < from_ms - kFloorWidthMs) mark(lone, size, begin + i);
    }
}

}  // namespace

LoneMarks short_trips(const ProbeView& probes) {
    LoneMarks lone;
    for (const Stretch& stretch : stretches_of(probes)) mark_short_trips(lone, probes, stretch);
    return lone;
}

bool has_deep_trip(const ProbeView& probes) {
    const auto stretches = stretches_of(probes);
    return std::any_of(stretches.begin(), stretches.end(), [&](const Stretch& where) {
        const LowestTrips lowest = lowest_trips(probes.part(where.begin, where.count));
        return lowest.first() < lowest.last() - kDeepTripNs;
    });
}

LoneMarks dips(const ProbeView& probes, double skew_ms_per_s) {
    LoneMarks lone;
    for (const auto& [begin, count] : stretches_of(probes)) {
        const ProbeView stretch = probes.part(begin, count);
        mark_lone(lone, probes.size(), begin, straightened_ms(stretch.time_s, stretch.up_ns, skew_ms_per_s));
        mark_lone(lone, probes.size(), begin,
                  straightened_ms(stretch.time_s, stretch.down_ns, -skew_ms_per_s));
    }
    return lone;
}

}  // namespace tixdb::metrics
