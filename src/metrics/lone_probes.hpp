// SPDX-License-Identifier: MIT
// Few probes far below all others: a wrong reply matched, a clock read at the wrong moment,
// docs/methods.md#lone-probes.
#pragma once

#include <cstdint>
#include <vector>

#include "metrics/probe_delays.hpp"

namespace tixdb::metrics {

// Which probes are lone, one mark per probe of a ProbeDelays (not 0: lone), and whether there is any.
struct LoneMarks {
    std::vector<std::uint8_t> marks;
    bool any = false;
};

// By stretches of ten minutes back from the window's end that hold at least 120 probes, here and below. Round
// trips more than 5 ms below the 11th lowest, where at least ten lie within 5 ms above that: neither a drift
// nor a step of a clock enters a round trip.
[[nodiscard]] LoneMarks short_trips(const ProbeView& probes);

// In some stretch a round trip is more than 20 ms below the 11th lowest: a probe may be wrong in one
// direction alone.
[[nodiscard]] bool has_deep_trip(const ProbeView& probes);

// The like in u - s*t or in v + s*t, with at least max(10, 5 %) near the 11th lowest.
[[nodiscard]] LoneMarks dips(const ProbeView& probes, double skew_ms_per_s);

}  // namespace tixdb::metrics
