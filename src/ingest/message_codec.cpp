// SPDX-License-Identifier: MIT

#include "ingest/message_codec.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>

#include "base/text.hpp"

namespace tixdb::ingest {
namespace {

std::uint64_t big_endian(const std::uint8_t* bytes, unsigned width) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < width; ++i) value = (value << 8U) | bytes[i];
    return value;
}

std::int64_t int64_at(const std::uint8_t* bytes) {
    return static_cast<std::int64_t>(big_endian(bytes, 8));
}

model::Observation decode_one(const std::uint8_t* bytes) {
    return {
        int64_at(bytes),
        static_cast<char>(bytes[8]),
        static_cast<std::int32_t>(static_cast<std::uint32_t>(big_endian(bytes + 9, 4))),
        int64_at(bytes + 13),
        int64_at(bytes + 21),
        int64_at(bytes + 29),
        int64_at(bytes + 37),
    };
}

bool is_in_range(std::int64_t clock_ns) {
    return clock_ns >= -kLargestClockNs && clock_ns <= kLargestClockNs;
}

std::optional<Reject> problem_of(const model::Observation& o, std::int64_t newest_s) {
    if (o.type != 'S' && o.type != 'L') {
        return Reject{Reason::bad_observation_type,
                      fmt::format("type \"{}\" instead of S or L", escaped(std::string_view(&o.type, 1)))};
    }
    if (o.packet_size < 0 || o.packet_size > kLargestPacketSize) {
        return Reject{Reason::bad_packet_size, fmt::format("{} bytes", o.packet_size)};
    }
    if (o.day_timestamp_s < kOldestDayTimestampS) {
        return Reject{Reason::old_clock, fmt::format("day_timestamp {} is before 2010", o.day_timestamp_s)};
    }
    if (o.day_timestamp_s > newest_s) {
        return Reject{Reason::future_clock,
                      fmt::format("day_timestamp {} is after {}, the latest that this file "
                                  "can hold",
                                  o.day_timestamp_s, newest_s)};
    }
    const std::int64_t times[] = {o.initial_ns, o.reception_ns, o.sent_ns, o.final_ns};
    for (int i = 0; i < 4; ++i) {
        if (!is_in_range(times[i])) {
            return Reject{Reason::clock_range, fmt::format("t{} = {} ns is over 10 days", i + 1, times[i])};
        }
    }
    return std::nullopt;
}

}  // namespace

std::variant<std::vector<model::Observation>, Reject> decode_message(std::span<const std::uint8_t> bytes,
                                                                     std::int64_t newest_s) {
    std::vector<model::Observation> observations;
    observations.reserve(bytes.size() / model::kObservationBytes);
    for (std::size_t at = 0; at < bytes.size(); at += model::kObservationBytes) {
        const model::Observation observation = decode_one(bytes.data() + at);
        if (auto problem = problem_of(observation, newest_s)) {
            problem->detail = fmt::format("observation {} at byte {} of message: {}", observations.size(), at,
                                          problem->detail);
            return *problem;
        }
        observations.push_back(observation);
    }
    return observations;
}

std::int64_t first_day_timestamp_s(std::span<const std::uint8_t> bytes) {
    return int64_at(bytes.data());
}

}  // namespace tixdb::ingest
