// SPDX-License-Identifier: MIT
// Quiet and busy hours: a load that follows the time of day and the day of the week.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "simulate/load.hpp"

namespace tixdb::simulate {

// In UTC. Outside the busy hours, and on days that are not busy, the load is quiet_share times what was asked
// for.
struct BusyHours {
    std::array<bool, 24> hours{};  // by hour of the day
    std::array<bool, 7> days{};    // from Monday on
    double quiet_share = 0.05;
};

// "18-23" or "7-9,18-23": from the first hour's beginning to the second's (0…24, the second greater).
[[nodiscard]] std::optional<std::array<bool, 24>> parse_hours(std::string_view text);
// "mon-fri", "sat,sun".
[[nodiscard]] std::optional<std::array<bool, 7>> parse_days(std::string_view text);

// The same load, changed at each hour at which busy and quiet change; in [0, duration_s) after from_s.
[[nodiscard]] Load with_busy_hours(const Load& load, const BusyHours& busy, std::int64_t from_s,
                                   std::int64_t duration_s);

}  // namespace tixdb::simulate
