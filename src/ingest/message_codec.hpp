// SPDX-License-Identifier: MIT
// The decoded message of a report: observations back to back, 45 bytes each (model/observation.hpp).
#pragma once

#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "ingest/reject.hpp"
#include "model/observation.hpp"

namespace tixdb::ingest {

// No client measured before 2010.
inline constexpr std::int64_t kOldestDayTimestampS = 1'262'304'000;
// Local dates differ by a day at most and a day has 86 400 s; ten days leave room for every real clock.
inline constexpr std::int64_t kLargestClockNs = 10 * model::kNsPerDay;
inline constexpr std::int32_t kLargestPacketSize = 65'535;

// bytes: a whole number of observations, at least one. Refuses with bad_observation_type, bad_packet_size,
// clock_range, old_clock, or future_clock where a day_timestamp lies after newest_s. Pure; thread-safe.
[[nodiscard]] std::variant<std::vector<model::Observation>, Reject> decode_message(
    std::span<const std::uint8_t> bytes, std::int64_t newest_s);

// The first observation's day_timestamp, unchecked.
[[nodiscard]] std::int64_t first_day_timestamp_s(std::span<const std::uint8_t> bytes);

}  // namespace tixdb::ingest
