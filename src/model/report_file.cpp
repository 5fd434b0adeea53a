// SPDX-License-Identifier: MIT

#include "model/report_file.hpp"

#include <fmt/format.h>

#include "base/base64.hpp"
#include "base/text.hpp"

namespace tixdb::model {
namespace {

template <typename Integer>
void append_big_endian(std::vector<std::uint8_t>& bytes, Integer value) {
    const auto word = static_cast<std::uint64_t>(value);
    for (int shift = static_cast<int>(sizeof value) * 8 - 8; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<std::uint8_t>(word >> static_cast<unsigned>(shift)));
    }
}

}  // namespace

std::vector<std::uint8_t> message_of(std::span<const Observation> observations) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(observations.size() * kObservationBytes);
    for (const Observation& observation : observations) {
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

std::string report_file(const ReportFileFields& fields) {
    return fmt::format(
        R"({{"from":{},"to":{},"type":"LONG","initialTimestamp":{},"receptionTimestamp":{},)"
        R"("sentTimestamp":{},"finalTimestamp":{},"publicKey":"{}","message":"{}","signature":"{}",)"
        R"("userId":{},"installationId":{}}})",
        json_quoted(fields.from), json_quoted(fields.to), fields.packet_ns[0], fields.packet_ns[1],
        fields.packet_ns[2], fields.packet_ns[3], fields.public_key, fields.message, fields.signature,
        fields.installation.user_id, fields.installation.installation_id);
}

std::string report_file(const Report& report, std::span<const std::uint8_t> message) {
    const std::string public_key = base64_encoded(report.public_key);
    const std::string encoded = base64_encoded(message);
    const std::string signature = base64_encoded(report.signature);
    return report_file({.installation = report.installation,
                        .from = report.from,
                        .to = report.to,
                        .packet_ns = report.packet_ns,
                        .public_key = public_key,
                        .message = encoded,
                        .signature = signature});
}

}  // namespace tixdb::model
