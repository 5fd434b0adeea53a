// SPDX-License-Identifier: MIT
// Times as people write and read them: UTC, ISO 8601, or relative to now.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tixdb {

// "2026-11-24T10:00:00Z".
[[nodiscard]] std::string iso_of_s(std::int64_t unix_s);
// Likewise, of milliseconds: the second that they lie in.
[[nodiscard]] std::string iso_of_ms(std::int64_t unix_ms);
[[nodiscard]] std::optional<std::string> iso_of_ms(const std::optional<std::int64_t>& unix_ms);

// ISO 8601 ("2026-11-24", "2026-11-24T10:00", "2026-11-24 10:00:00Z", "…+02:00"), "now", "today",
// "yesterday", "tomorrow", a duration ("2h": that long before now) or "@1505080698" (unix seconds). Without a
// zone it is UTC. Nothing if the text is none of these.
[[nodiscard]] std::optional<std::int64_t> parse_time_s(std::string_view text, std::int64_t now_s);

// What the above takes, for people who have written something else.
inline constexpr std::string_view kTimeExamples =
    "2017-09-10, 2017-09-10T21:58:18Z, 2h (that long ago), now, today, yesterday or tomorrow";

// "250ms", "5s", "10min", "10m", "2h", "3d", "1w"; a bare number takes the unit given. Not negative.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(
    std::string_view text, std::chrono::milliseconds bare_unit = std::chrono::seconds(1));

// The shortest of the above that says it exactly: "5min", "1500ms".
[[nodiscard]] std::string duration_text(std::chrono::milliseconds duration);

}  // namespace tixdb
