// SPDX-License-Identifier: MIT
// A clock that was set, or a client that slept, in the middle of the recent observations,
// docs/methods.md#clock-step.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "model/observation.hpp"

namespace tixdb::metrics {

// The observations [begin, begin + count) on one side of a clock step.
struct Side {
    std::size_t begin = 0;
    std::size_t count = 0;
};

// The side of the last clock step that holds more observations, the later one if both hold equally many;
// nothing if no clock stepped. recent: ordered by time; up_ns, down_ns: their delays.
[[nodiscard]] std::optional<Side> side_kept_after_clock_step(std::span<const model::Observation> recent,
                                                             std::span<const std::int64_t> up_ns,
                                                             std::span<const std::int64_t> down_ns);

}  // namespace tixdb::metrics
