// SPDX-License-Identifier: MIT
// Round trips, loss and delay above the floor of any set of probes, docs/methods.md#latency-and-loss.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "metrics/queue_analysis.hpp"
#include "metrics/queueing.hpp"
#include "model/latency.hpp"
#include "model/observation.hpp"

namespace tixdb::metrics {

// Between two probes that are sent further apart lies silence, not loss.
inline constexpr std::int64_t kLongestLossS = 60;

// A kept probe of a window: what it waited, in whole ns.
struct QueueProbe {
    std::int64_t time_s = 0;      // day_timestamp
    std::int64_t up_wait_ns = 0;  // above the floor of its part, without a standing queue
    std::int64_t down_wait_ns = 0;
    bool is_up_busy = false;  // waited longer than epsilon, a standing queue included
    bool is_down_busy = false;

    friend bool operator==(const QueueProbe&, const QueueProbe&) = default;
};

// Those of one window, in time order.
struct QueueProbes {
    std::int64_t up_standing_ns = 0;  // to be added to every wait
    std::int64_t down_standing_ns = 0;
    std::vector<QueueProbe> probes;

    friend bool operator==(const QueueProbes&, const QueueProbes&) = default;
};

// None where usage has no value. standing_ms, standing_direction: of inputs.
[[nodiscard]] QueueProbes queue_probes_of(const QueueDelays& delays, const model::QueueingInputs& inputs,
                                          const QueueingParameters& parameters);

// Columns of equally many elements, ascending in time; of one window, or of several one after the other.
struct DelayColumns {
    std::vector<std::int64_t> time_s;
    std::vector<std::int64_t> up_ns;  // above the floor, with a standing queue
    std::vector<std::int64_t> down_ns;
    std::vector<std::int64_t> up_wait_ns;  // without
    std::vector<std::int64_t> down_wait_ns;
    std::vector<std::uint8_t> is_up_busy;
    std::vector<std::uint8_t> is_down_busy;

    [[nodiscard]] std::size_t size() const { return time_s.size(); }
    // Those with after_s < time <= until_s; all of them unless told.
    void append(const QueueProbes& window, std::int64_t after_s = std::numeric_limits<std::int64_t>::min(),
                std::int64_t until_s = std::numeric_limits<std::int64_t>::max());
};

// observations: distinct short ones, ordered; impossible ones are counted and left out. copies: how many
// there were before each was taken once.
[[nodiscard]] model::Latency latency_of(std::span<const model::Observation> observations, std::int64_t copies,
                                        const DelayColumns& delays);

// The UTC minutes of the kept probes with at least kLeastPerMinute of them. observations: as above, those of
// the same minutes among them. from_s, where a minute starts: those before it are left out.
[[nodiscard]] std::vector<model::LatencyMinute> latency_minutes_of(
    std::span<const model::Observation> observations, const DelayColumns& delays,
    std::int64_t from_s = std::numeric_limits<std::int64_t>::min());

}  // namespace tixdb::metrics
