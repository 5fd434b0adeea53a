// SPDX-License-Identifier: MIT

#include "metrics/delays.hpp"

namespace tixdb::metrics {

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
