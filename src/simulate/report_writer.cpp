// SPDX-License-Identifier: MIT

#include "simulate/report_writer.hpp"

#include <fmt/format.h>

namespace tixdb::simulate {
namespace {

template <typename Integer>
void append_big_endian(std::vector<std::uint8_t>& bytes, Integer value) {
    const auto word = static_cast<std::uint64_t>(value);
    for (int shift = static_cast<int>(sizeof value) * 8 - 8; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<std::uint8_t>(word >> static_cast<unsigned>(shift)));
    }
}

}  // namespace

std::vector<std::uint8_t> encoded_message(std::span<const model::Observation> observations) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(observations.size() * model::kObservationBytes);
    for (const model::Observation& observation : observations) {
        append_big_endian(bytes, observation.day_timestamp_s);
        bytes.push_back(static_cast<std::uint8_t>(observation.type));
        append_big_endian(bytes, observation.packet_size);
        append_big_endian(bytes, observation.initial_ns);
        append_big_endian(bytes, observation.reception_ns);
        append_big_endian(bytes, observation.sent_ns);
        append_big_endian(bytes, observation.final_ns);
    }
    return bytes;
}

std::string report_json(const ReportContent& content) {
    return fmt::format(
        R"({{"from":"{}","to":"{}","type":"LONG","initialTimestamp":{},"receptionTimestamp":0,)"
        R"("sentTimestamp":0,"finalTimestamp":0,"publicKey":"{}","message":"{}","signature":"{}",)"
        R"("userId":{},"installationId":{}}})",
        content.from, content.to, content.initial_ns, content.public_key, content.message, content.signature,
        content.key.user_id, content.key.installation_id);
}

}  // namespace tixdb::simulate
