// SPDX-License-Identifier: MIT
// Delay in the queue: what is left of a one-way delay once the clocks' drift and the least delay are taken
// away, docs/methods.md#queueing.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "metrics/delays.hpp"

namespace tixdb::metrics {

// One element per observation, in ms.
struct QueueDelays {
    std::vector<double> up_ms;          // u': delay without drift; its zero is arbitrary
    std::vector<double> down_ms;        // v'
    std::vector<double> up_queue_ms;    // q_up >= 0
    std::vector<double> down_queue_ms;  // q_down
    double base_ms = 0;                 // min u' + min v': the round trip without queues
};

// skew as in SkewFit; time is measured from origin_s. observations: not empty; one_way: their delays.
[[nodiscard]] QueueDelays queue_delays(std::span<const model::Observation> observations,
                                       const OneWayDelays& one_way, double skew_ms_per_s,
                                       std::int64_t origin_s);

// A queue that never drains raises the base delay itself. What it is above the least one known is added to
// the direction with the larger median.
struct StandingQueue {
    double baseline_ms = 0;
    double added_ms = 0;
    std::string direction;  // "", "up" or "down"
};
StandingQueue add_standing_queue(QueueDelays& delays, std::optional<double> least_earlier_base_ms);

}  // namespace tixdb::metrics
