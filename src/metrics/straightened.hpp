// SPDX-License-Identifier: MIT
// Delays without the clocks' drift.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "metrics/probe_delays.hpp"
#include "metrics/shifts.hpp"

namespace tixdb::metrics {

// delay - s*t in ms, one element per probe. v' is that of -s.
[[nodiscard]] std::vector<double> straightened_ms(std::span<const std::int64_t> time_s,
                                                  std::span<const std::int64_t> delays_ns,
                                                  double slope_ms_per_s);

// u' and v' of probes in time order.
struct StraightDelays {
    std::vector<std::int64_t> time_s;  // as in the probes
    std::vector<double> up_ms;
    std::vector<double> down_ms;

    [[nodiscard]] DelayPair pair() const { return {up_ms, down_ms}; }
};

[[nodiscard]] StraightDelays straightened(const ProbeView& probes, double skew_ms_per_s);
// Of the window's recent ones alone.
[[nodiscard]] StraightDelays straightened_recent(const ProbeDelays& probes, double skew_ms_per_s);

}  // namespace tixdb::metrics
