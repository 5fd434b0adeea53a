// SPDX-License-Identifier: MIT

#include "metrics/latency_under_load.hpp"

#include <utility>
#include <vector>

#include "metrics/nearest_rank.hpp"
#include "metrics/units.hpp"

namespace tixdb::metrics {
namespace {

constexpr double kNsPerMinute = 60e9;

// What the minutes of one state say, one value per minute.
struct MinutesOfState {
    std::vector<std::int64_t> median_ns;
    std::vector<std::int64_t> p95_ns;
    std::vector<std::int64_t> rtt_ns;

    void add(const model::LatencyMinute& minute, bool is_up) {
        median_ns.push_back(is_up ? minute.up_median_ns : minute.down_median_ns);
        p95_ns.push_back(is_up ? minute.up_p95_ns : minute.down_p95_ns);
        rtt_ns.push_back(minute.rtt_median_ns);
    }
    [[nodiscard]] std::int64_t count() const { return static_cast<std::int64_t>(rtt_ns.size()); }
};

std::int64_t middle_of(std::vector<std::int64_t>& values) {
    return NearestRanks<std::int64_t>(std::move(values)).at(50);
}

double ms_between(std::int64_t later_ns, std::int64_t earlier_ns) {
    return static_cast<double>(later_ns - earlier_ns) / kNsPerMs;
}

}  // namespace

DayUnderLoad day_under_load_of(std::int64_t day_s, bool is_up,
                               std::span<const model::LatencyMinute> minutes) {
    MinutesOfState loaded;
    MinutesOfState idle;
    for (const model::LatencyMinute& minute : minutes) {
        const std::int64_t busy = is_up ? minute.up_busy : minute.down_busy;
        if (2 * busy > minute.probes)
            loaded.add(minute, is_up);
        else if (20 * busy <= minute.probes)
            idle.add(minute, is_up);
    }
    DayUnderLoad day;
    day.day_s = day_s;
    day.is_up = is_up;
    day.loaded_minutes = loaded.count();
    day.idle_minutes = idle.count();
    if (day.loaded_minutes < kLeastMinutesOfDay || day.idle_minutes < kLeastMinutesOfDay) return day;
    day.delay_added_median_ms = ms_between(middle_of(loaded.median_ns), middle_of(idle.median_ns));
    day.delay_added_p95_ms = ms_between(middle_of(loaded.p95_ns), middle_of(idle.p95_ns));
    const std::int64_t rtt_ns = middle_of(loaded.rtt_ns);
    day.rtt_idle_ms = ms_between(middle_of(idle.rtt_ns), 0);
    day.rtt_under_load_ms = ms_between(rtt_ns, 0);
    if (rtt_ns != 0) day.round_trips_per_minute = kNsPerMinute / static_cast<double>(rtt_ns);
    return day;
}

}  // namespace tixdb::metrics
