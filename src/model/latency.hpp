// SPDX-License-Identifier: MIT
// How long probes took and how many came back, of a window, an hour or a minute:
// docs/methods.md#latency-and-loss.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace tixdb::model {

// Nearest-rank percentiles of t4 - t1.
struct RoundTripPercentiles {
    std::int64_t min_ns = 0;
    std::int64_t median_ns = 0;
    std::int64_t p75_ns = 0;
    std::int64_t p90_ns = 0;
    std::int64_t p95_ns = 0;
    std::int64_t p99_ns = 0;
    std::int64_t max_ns = 0;

    friend bool operator==(const RoundTripPercentiles&, const RoundTripPercentiles&) = default;
};

// Nearest-rank percentiles of the delay above the floor in one direction. The delay variation does not have
// the standing queue in it that the delay has.
struct DelayPercentiles {
    std::int64_t median_ns = 0;
    std::int64_t p95_ns = 0;
    std::int64_t p99_ns = 0;
    std::int64_t variation_p95_ns = 0;

    friend bool operator==(const DelayPercentiles&, const DelayPercentiles&) = default;
};

// The share of seconds without a probe that came back; nothing where no second is covered. More than one a
// second are no gain.
[[nodiscard]] inline std::optional<double> loss_of(std::int64_t received, std::int64_t covered_s) {
    if (covered_s <= 0) return std::nullopt;
    return std::max(0.0, 1 - static_cast<double>(received) / static_cast<double>(covered_s));
}

struct Latency {
    std::int64_t received = 0;    // distinct short probes that are not impossible
    std::int64_t covered_s = 0;   // from the first to the last of them, without the silence
    std::int64_t silent_s = 0;    // seconds in gaps of over a minute
    std::int64_t burst = 0;       // of those received: sent in a second that had one already
    std::int64_t duplicates = 0;  // copies of observations beyond the first
    std::int64_t impossible = 0;
    std::optional<RoundTripPercentiles> rtt;  // nothing if none was received
    std::int64_t kept = 0;                    // probes that the delays are of
    std::optional<DelayPercentiles> up;       // nothing without a kept probe
    std::optional<DelayPercentiles> down;

    friend bool operator==(const Latency&, const Latency&) = default;
};

// A UTC minute with at least 30 kept probes.
struct LatencyMinute {
    std::int64_t minute_s = 0;  // unix seconds of its start
    std::int64_t probes = 0;    // kept ones
    std::int64_t up_busy = 0;   // of those: waited longer than epsilon
    std::int64_t down_busy = 0;
    std::int64_t up_median_ns = 0;  // of the delay above the floor
    std::int64_t up_p95_ns = 0;
    std::int64_t down_median_ns = 0;
    std::int64_t down_p95_ns = 0;
    std::int64_t rtt_median_ns = 0;  // of all probes received in it

    friend bool operator==(const LatencyMinute&, const LatencyMinute&) = default;
};

struct LatencyHour {
    std::int64_t hour_s = 0;             // unix seconds of its start
    std::optional<Latency> latency;      // nothing: no observation of it counts, there is to be no row
    std::vector<LatencyMinute> minutes;  // ascending

    friend bool operator==(const LatencyHour&, const LatencyHour&) = default;
};

}  // namespace tixdb::model
