// SPDX-License-Identifier: MIT
// Clock values that no probe can have, docs/methods.md#impossible-probes.
#pragma once

#include <cstdint>
#include <span>

#include "metrics/delays.hpp"
#include "model/observation.hpp"

namespace tixdb::metrics {

// Answered before it was sent or in no time, answered before it arrived, held by the server for the whole
// trip or longer (differences modulo a day), or with a clock value that was never set.
[[nodiscard]] inline bool is_impossible(const model::Observation& observation) {
    const model::Observation& o = observation;
    if (o.initial_ns == 0 || o.reception_ns == 0 || o.sent_ns == 0 || o.final_ns == 0) return true;
    const std::int64_t trip_ns = round_trip_ns(o);
    const std::int64_t held_ns = nearest_to_zero_ns(o.sent_ns - o.reception_ns);
    return trip_ns <= 0 || held_ns < 0 || held_ns >= trip_ns;
}

[[nodiscard]] std::int64_t impossible_among(std::span<const model::Observation> observations);

}  // namespace tixdb::metrics
