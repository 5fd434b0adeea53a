// SPDX-License-Identifier: MIT

#include <algorithm>
#include <numeric>

#include "metrics/delays.hpp"
#include "metrics/impossible.hpp"
#include "metrics/latency.hpp"
#include "metrics/minutes.hpp"
#include "metrics/nearest_rank.hpp"

namespace tixdb::metrics {
namespace {

constexpr std::int64_t kRowMinuteS = 60;

std::vector<std::int64_t> part_of(const std::vector<std::int64_t>& column, const Minute& minute) {
    const auto begin = column.begin() + static_cast<std::ptrdiff_t>(minute.begin);
    return {begin, begin + static_cast<std::ptrdiff_t>(minute.count)};
}

std::int64_t marks_in(const std::vector<std::uint8_t>& marks, const Minute& minute) {
    const auto begin = marks.begin() + static_cast<std::ptrdiff_t>(minute.begin);
    return std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(minute.count), std::int64_t{0});
}

// Kept probes are among those received, so that there is at least one.
std::int64_t median_trip_ns(std::span<const model::Observation> observations, std::int64_t start_s) {
    const auto is_before = [](const model::Observation& o, std::int64_t time_s) {
        return o.day_timestamp_s < time_s;
    };
    const auto begin = std::lower_bound(observations.begin(), observations.end(), start_s, is_before);
    std::vector<std::int64_t> trips_ns;
    for (auto at = begin; at != observations.end() && at->day_timestamp_s < start_s + kRowMinuteS; ++at) {
        if (!is_impossible(*at)) trips_ns.push_back(round_trip_ns(*at));
    }
    if (trips_ns.empty()) return 0;
    return NearestRanks<std::int64_t>(std::move(trips_ns)).at(50);
}

}  // namespace

std::vector<model::LatencyMinute> latency_minutes_of(std::span<const model::Observation> observations,
                                                     const DelayColumns& delays, std::int64_t from_s) {
    const auto first = std::lower_bound(delays.time_s.begin(), delays.time_s.end(), from_s);
    const auto before = static_cast<std::size_t>(first - delays.time_s.begin());
    std::vector<model::LatencyMinute> minutes;
    for (Minute found : full_minutes(std::span(delays.time_s).subspan(before))) {
        found.begin += before;
        model::LatencyMinute& minute = minutes.emplace_back();
        minute.minute_s = found.start_s;
        minute.probes = static_cast<std::int64_t>(found.count);
        minute.up_busy = marks_in(delays.is_up_busy, found);
        minute.down_busy = marks_in(delays.is_down_busy, found);
        NearestRanks<std::int64_t> up(part_of(delays.up_ns, found));
        minute.up_median_ns = up.at(50);
        minute.up_p95_ns = up.at(95);
        NearestRanks<std::int64_t> down(part_of(delays.down_ns, found));
        minute.down_median_ns = down.at(50);
        minute.down_p95_ns = down.at(95);
        minute.rtt_median_ns = median_trip_ns(observations, found.start_s);
    }
    return minutes;
}

}  // namespace tixdb::metrics
