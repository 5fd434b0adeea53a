// SPDX-License-Identifier: MIT
// What queueing() went through on its way to a result, for those who have to explain it.
#pragma once

#include <cstdint>
#include <vector>

#include "metrics/queue_analysis.hpp"

namespace tixdb::metrics {

// A minute with at least 30 kept recent probes: congested where more than half of them found the queue busy.
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
    // Recent observations that the figures describe: all but those set aside and cut off.
    std::int64_t described = 0;
    std::int64_t described_first_s = 0;
    std::int64_t described_last_s = 0;
    QueueAnalysisTrace steps;
    QueueDelays delays;
    std::vector<QueueingMinute> minutes;  // none where a value is missing
};

}  // namespace tixdb::metrics
