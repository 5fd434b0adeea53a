// SPDX-License-Identifier: MIT

#include "metrics/minutes.hpp"

namespace tixdb::metrics {
namespace {

constexpr std::int64_t kMinuteS = 60;

std::int64_t minute_start_s(std::int64_t time_s) {
    const std::int64_t rest = time_s % kMinuteS;
    return time_s - (rest < 0 ? rest + kMinuteS : rest);
}

template <typename TimeAt>
std::vector<Minute> full_minutes_by(std::size_t size, const TimeAt& time_at) {
    std::vector<Minute> minutes;
    for (std::size_t begin = 0; begin < size;) {
        const std::int64_t start_s = minute_start_s(time_at(begin));
        std::size_t end = begin;
        while (end < size && time_at(end) - start_s < kMinuteS) ++end;
        if (end - begin >= kLeastPerMinute) minutes.push_back({start_s, begin, end - begin});
        begin = end;
    }
    return minutes;
}

}  // namespace

std::vector<Minute> full_minutes(std::span<const model::Observation> observations) {
    return full_minutes_by(observations.size(),
                           [&](std::size_t i) { return observations[i].day_timestamp_s; });
}

std::vector<Minute> full_minutes(std::span<const std::int64_t> times_s) {
    return full_minutes_by(times_s.size(), [&](std::size_t i) { return times_s[i]; });
}

}  // namespace tixdb::metrics
