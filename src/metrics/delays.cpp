// SPDX-License-Identifier: MIT

#include "metrics/delays.hpp"

namespace tixdb::metrics {

std::int64_t nearest_to_zero_ns(std::int64_t difference_ns) {
    constexpr std::int64_t kHalfDay = model::kNsPerDay / 2;
    const std::int64_t rest = difference_ns % model::kNsPerDay;
    if (rest > kHalfDay) return rest - model::kNsPerDay;
    if (rest <= -kHalfDay) return rest + model::kNsPerDay;
    return rest;
}

std::int64_t round_trip_ns(const model::Observation& observation) {
    return nearest_to_zero_ns(observation.final_ns - observation.initial_ns);
}

std::int64_t upstream_difference_ns(const model::Observation& observation) {
    return observation.reception_ns - observation.initial_ns;
}

OneWayDelays one_way_delays(std::span<const model::Observation> observations, std::int64_t reference_ns) {
    OneWayDelays delays;
    delays.up_ns.reserve(observations.size());
    delays.down_ns.reserve(observations.size());
    for (const model::Observation& o : observations) {
        delays.up_ns.push_back(nearest_to_zero_ns(upstream_difference_ns(o) - reference_ns));
        delays.down_ns.push_back(nearest_to_zero_ns(o.final_ns - o.sent_ns + reference_ns));
    }
    return delays;
}

}  // namespace tixdb::metrics
