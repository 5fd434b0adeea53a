// SPDX-License-Identifier: MIT
// Which slope and which parts the recent delays are taken apart by, docs/methods.md#shifts.
#pragma once

#include <optional>
#include <vector>

#include "metrics/clock_line.hpp"
#include "metrics/probe_delays.hpp"
#include "metrics/shifts.hpp"
#include "metrics/straightened.hpp"
#include "model/result.hpp"

namespace tixdb::metrics {

// The floors of a part, ms. That of a skipped direction is the same in every part.
struct PartFloors {
    double up_ms = 0;
    double down_ms = 0;

    [[nodiscard]] double sum_ms() const { return up_ms + down_ms; }
};

// One per part.
[[nodiscard]] std::vector<PartFloors> floors_of(const Parts& parts, const DelayPair& delays);

struct StraightParts {
    double skew_ms_per_s = 0;
    model::SkewSource source = model::SkewSource::fitted;
    StraightDelays delays;  // of the recent probes
    Parts parts;
    // A line was accepted, or a slope beside which the parts explain what none explains: the clocks are
    // known.
    bool is_explained = true;
};

// A slope that was tried because no line was accepted.
struct ShiftTrial {
    double skew_ms_per_s = 0;
    std::size_t parts = 0;
    std::size_t cut_off = 0;
    bool is_sound = false;
    std::optional<double>
        least_queue_ms;  // min(q_up + q_down), where the parts are sound and none is skipped
    bool is_taken = false;
};

// probes: with recent ones. trials: filled where no line was accepted.
[[nodiscard]] StraightParts straight_parts(const ProbeDelays& probes, const ClockLine& line,
                                           std::optional<double> last_slope, std::vector<ShiftTrial>& trials);

}  // namespace tixdb::metrics
