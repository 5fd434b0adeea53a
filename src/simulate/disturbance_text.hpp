// SPDX-License-Identifier: MIT
// Disturbances as options name them: lists of items separated by commas. tixdb-simulate(1) describes the
// items. An empty list is empty text. Nothing is returned for a text that is not such a list; whether a value
// is possible (a step of a year) is left to check(Scenario).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "simulate/scenario.hpp"

namespace tixdb::simulate {

// Of an item that may begin with "server:", the client's clock otherwise.
template <typename Event>
struct EventsBySide {
    std::vector<Event> client;
    std::vector<Event> server;
};

// [server:]SPAN[@AFTER], such as "-300ms@2h"; without @ it is after default_after_s. A step by 0 is none.
[[nodiscard]] std::optional<EventsBySide<ClockStep>> parse_clock_steps(std::string_view text,
                                                                       std::int64_t default_after_s);
// [server:]SPAN/PPM@AFTER, such as "120ms/500ppm@1h".
[[nodiscard]] std::optional<EventsBySide<ClockSlew>> parse_slews(std::string_view text);
// [server:]PPM@AFTER, such as "-50ppm@2h".
[[nodiscard]] std::optional<EventsBySide<FrequencyChange>> parse_frequency_changes(std::string_view text);
// [server:]PPM/PERIOD, such as "20ppm/1h".
[[nodiscard]] std::optional<EventsBySide<DriftWave>> parse_drift_waves(std::string_view text);

struct RouteChanges {
    std::vector<RouteChange> up;
    std::vector<RouteChange> down;
};
// up:SPAN@AFTER[..UNTIL] or down:…, such as "up:+120ms@2h..3h".
[[nodiscard]] std::optional<RouteChanges> parse_route_changes(std::string_view text);

struct JitterChanges {
    std::vector<JitterChange> up;
    std::vector<JitterChange> down;
};
// up:FACTOR@AFTER[..UNTIL] or down:…, such as "up:4@2h..3h".
[[nodiscard]] std::optional<JitterChanges> parse_jitter_changes(std::string_view text);

// KIND:COUNT[@AFTER][/EVERY], such as "short-trip:3@2h" or "server+1s:1/10min"; COUNT in a row after AFTER,
// or COUNT in each EVERY.
[[nodiscard]] std::optional<std::vector<WrongProbes>> parse_wrong_probes(std::string_view text);

}  // namespace tixdb::simulate
