// SPDX-License-Identifier: MIT
// Shifts of the floor beside a line that was accepted, docs/methods.md#shifts. There the clocks are straight,
// and what moves one floor says nothing about the other.
#pragma once

#include "metrics/shifts.hpp"

namespace tixdb::metrics {

// The parts that the probes fall into by both directions or, where these give one whole part, by either
// alone, the other one skipped; of the two those with more probes on their floors. One whole part if they are
// not sound. delays: as parts_of() takes them. Pure and thread-safe.
[[nodiscard]] Parts sound_parts_beside_line(const DelayPair& delays);

}  // namespace tixdb::metrics
