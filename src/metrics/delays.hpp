// SPDX-License-Identifier: MIT
// Differences of the four clock values of a probe, docs/methods.md#differences.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "model/observation.hpp"

namespace tixdb::metrics {

// The representative modulo 24 h in (-12 h, +12 h].
[[nodiscard]] inline std::int64_t nearest_to_zero_ns(std::int64_t difference_ns) {
    constexpr std::int64_t kHalfDay = model::kNsPerDay / 2;
    // By far the most differences are small: a division costs more than all the rest.
    if (difference_ns > -kHalfDay && difference_ns <= kHalfDay) return difference_ns;
    const std::int64_t rest = difference_ns % model::kNsPerDay;
    if (rest > kHalfDay) return rest - model::kNsPerDay;
    if (rest <= -kHalfDay) return rest + model::kNsPerDay;
    return rest;
}

// t4 - t1, reduced. |t1|…|t4| <= 10 days, here and below.
[[nodiscard]] inline std::int64_t round_trip_ns(const model::Observation& observation) {
    return nearest_to_zero_ns(observation.final_ns - observation.initial_ns);
}

// t2 - t1 as it stands: the reference that one-way delays are expressed against.
[[nodiscard]] inline std::int64_t upstream_difference_ns(const model::Observation& observation) {
    return observation.reception_ns - observation.initial_ns;
}

// One element per observation. With r = the reference: up = (t2 - t1) - r and down = (t4 - t3) + r, each
// reduced. The two clocks differ by an unknown offset, most of which is in r: without it the numbers are
// small, the same whatever the server's clock says, and up + down is still the time on the network.
struct OneWayDelays {
    std::vector<std::int64_t> up_ns;
    std::vector<std::int64_t> down_ns;
};

[[nodiscard]] OneWayDelays one_way_delays(std::span<const model::Observation> observations,
                                          std::int64_t reference_ns);

}  // namespace tixdb::metrics
