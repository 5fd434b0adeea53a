// SPDX-License-Identifier: MIT
// What queueing() went through on its way to a result, for those who have to explain it.
#pragma once

#include <cstdint>
#include <vector>

#include "metrics/queue_delays.hpp"
#include "metrics/skew.hpp"

namespace tixdb::metrics {

// A fit of the clocks' drift over the last horizon_min minutes.
struct SkewTrial {
    int horizon_min = 0;
    std::int64_t observations = 0;
    SkewFit fit;
};

// A minute with at least 30 observations: congested where more than half of them found the queue busy.
struct QueueingMinute {
    std::int64_t start_s = 0;
    std::int64_t observations = 0;
    std::int64_t up_busy = 0;
    std::int64_t down_busy = 0;
    bool up_congested = false;
    bool down_congested = false;
};

// Empty where the window was too short or had too few observations.
struct QueueingTrace {
    // Recent observations that the figures describe: all, or those on the kept side of a clock step.
    std::int64_t described = 0;
    std::int64_t described_first_s = 0;
    std::int64_t described_last_s = 0;
    std::vector<SkewTrial> skew_trials;  // in the order tried; the last one is what was accepted, if one was
    QueueDelays delays;                  // of those described, in time order; a standing queue is added
    std::vector<QueueingMinute> minutes;
};

}  // namespace tixdb::metrics
