// SPDX-License-Identifier: MIT

#include "metrics/minutes.hpp"

namespace tixdb::metrics {
namespace {

std::int64_t minute_start_s(const model::Observation& observation) {
    const std::int64_t rest = observation.day_timestamp_s % 60;
    return observation.day_timestamp_s - (rest < 0 ? rest + 60 : rest);
}

}  // namespace

std::vector<Minute> full_minutes(std::span<const model::Observation> observations) {
    std::vector<Minute> minutes;
    for (std::size_t begin = 0; begin < observations.size();) {
        const std::int64_t start_s = minute_start_s(observations[begin]);
        std::size_t end = begin;
        while (end < observations.size() && minute_start_s(observations[end]) == start_s) ++end;
        if (end - begin >= kLeastPerMinute) minutes.push_back({start_s, begin, end - begin});
        begin = end;
    }
    return minutes;
}

}  // namespace tixdb::metrics
