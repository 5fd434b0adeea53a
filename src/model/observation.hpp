// SPDX-License-Identifier: MIT
// One probe of a TiX client: sent by the client, answered by the server.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace tixdb::model {

// All seven fields as they travel in a report's message (spec: docs/database.md, observation).
// The four clock values are "ns of day": UTC time minus midnight UTC of the sender's local date, so they may
// lie outside 0…86 400 s and jump by 24 h; every difference of two of them is to be taken modulo a day.
struct Observation {
    std::int64_t day_timestamp_s = 0;  // unix seconds at which the client sent the probe
    char type = 'S';                   // 'S' short probe, 'L' long
    std::int32_t packet_size = 0;      // bytes, 0…65 535
    std::int64_t initial_ns = 0;       // t1: client clock, probe left
    std::int64_t reception_ns = 0;     // t2: server clock, probe arrived
    std::int64_t sent_ns = 0;          // t3: server clock, answer left
    std::int64_t final_ns = 0;         // t4: client clock, answer arrived

    friend auto operator<=>(const Observation&, const Observation&) = default;
};

// The message holds observations back to back, big-endian and packed:
// int64 day_timestamp, char type, int32 packet_size, int64 t1, t2, t3, t4.
inline constexpr std::size_t kObservationBytes = 45;
inline constexpr std::int64_t kNsPerS = 1'000'000'000;
inline constexpr std::int64_t kNsPerDay = 86'400 * kNsPerS;

}  // namespace tixdb::model
