// SPDX-License-Identifier: MIT

#include "metrics/impossible.hpp"

#include <algorithm>

#include "metrics/delays.hpp"

namespace tixdb::metrics {

bool is_impossible(const model::Observation& observation) {
    const auto& [time_s, type, size, initial_ns, reception_ns, sent_ns, final_ns] = observation;
    if (initial_ns == 0 || reception_ns == 0 || sent_ns == 0 || final_ns == 0) return true;
    const std::int64_t trip_ns = round_trip_ns(observation);
    const std::int64_t held_ns = nearest_to_zero_ns(sent_ns - reception_ns);
    return trip_ns <= 0 || held_ns < 0 || held_ns >= trip_ns;
}

std::int64_t impossible_among(std::span<const model::Observation> observations) {
    return std::count_if(observations.begin(), observations.end(), is_impossible);
}

}  // namespace tixdb::metrics
