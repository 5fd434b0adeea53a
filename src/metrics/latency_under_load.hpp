// SPDX-License-Identifier: MIT
// How much slower a line gets when it is used: docs/methods.md#latency-under-load. The view
// v_latency_under_load says the same in SQL; this is many times faster where all days of an installation are
// wanted.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "model/latency.hpp"

namespace tixdb::metrics {

// Fewer loaded or fewer idle minutes in a day say nothing of it.
inline constexpr std::int64_t kLeastMinutesOfDay = 10;

// One direction of one UTC day. Figures are missing where minutes are too few.
struct DayUnderLoad {
    std::int64_t day_s = 0;  // unix seconds of its start
    bool is_up = false;
    std::int64_t loaded_minutes = 0;
    std::int64_t idle_minutes = 0;
    std::optional<double> delay_added_median_ms;
    std::optional<double> delay_added_p95_ms;
    std::optional<double> rtt_idle_ms;
    std::optional<double> rtt_under_load_ms;
    std::optional<double> round_trips_per_minute;

    friend bool operator==(const DayUnderLoad&, const DayUnderLoad&) = default;
};

// minutes: those of the UTC day that begins at day_s, in any order.
[[nodiscard]] DayUnderLoad day_under_load_of(std::int64_t day_s, bool is_up,
                                             std::span<const model::LatencyMinute> minutes);

}  // namespace tixdb::metrics
