// SPDX-License-Identifier: MIT
// Clock values that no probe can have, docs/methods.md#impossible-probes.
#pragma once

#include <cstdint>
#include <span>

#include "model/observation.hpp"

namespace tixdb::metrics {

// Answered before it was sent or in no time, answered before it arrived, held by the server for the whole
// trip or longer (differences modulo a day), or with a clock value that was never set.
[[nodiscard]] bool is_impossible(const model::Observation& observation);

[[nodiscard]] std::int64_t impossible_among(std::span<const model::Observation> observations);

}  // namespace tixdb::metrics
