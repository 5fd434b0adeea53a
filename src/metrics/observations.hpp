// SPDX-License-Identifier: MIT
// The stretches of observations that the methods work on, docs/methods.md#windows.
#pragma once

#include <span>
#include <vector>

#include "model/observation.hpp"

namespace tixdb::metrics {

// Both usage and quality describe the last ten minutes of a window; a shorter window says nothing.
inline constexpr std::int64_t kRecentS = 600;

// The observations of type S, each once, ordered by (day_timestamp, t1, t4) and then by the other fields, so
// that equal content always comes out the same: what every function of this layer takes.
[[nodiscard]] std::vector<model::Observation> distinct_short_probes(
    std::vector<model::Observation>&& observations);

// Those with day_timestamp > last - 600 s, last = the window's largest. window: ordered, may be empty.
[[nodiscard]] std::span<const model::Observation> recent_of(std::span<const model::Observation> window);

// Last minus first day_timestamp is below 600 s. window: ordered, may be empty.
[[nodiscard]] bool is_too_short(std::span<const model::Observation> window);

}  // namespace tixdb::metrics
