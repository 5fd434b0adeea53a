// SPDX-License-Identifier: MIT

#include "exports/message_bytes.hpp"

#include <fmt/format.h>

#include "base/base64.hpp"
#include "base/text.hpp"

namespace tixdb::exports {
namespace {

void append_big_endian(std::vector<std::uint8_t>& bytes, std::int64_t value, int width) {
    const auto word = static_cast<std::uint64_t>(value);
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
        bytes.push_back(static_cast<std::uint8_t>(word >> static_cast<unsigned>(shift)));
}

}  // namespace

std::vector<std::uint8_t> message_of(std::span<const model::Observation> observations) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(observations.size() * model::kObservationBytes);
    for (const model::Observation& observation : observations) {
        append_big_endian(bytes, observation.day_timestamp_s, 8);
        bytes.push_back(static_cast<std::uint8_t>(observation.type));
        append_big_endian(bytes, observation.packet_size, 4);
        for (const std::int64_t clock_ns :
             {observation.initial_ns, observation.reception_ns, observation.sent_ns, observation.final_ns})
            append_big_endian(bytes, clock_ns, 8);
    }
    return bytes;
}

std::string report_file_of(const store::SignedReport& report, const model::InstallationKey& key,
                           std::span<const std::uint8_t> message) {
    return fmt::format(
        R"({{"from":{},"to":{},"type":"LONG","initialTimestamp":{},"receptionTimestamp":{},)"
        R"("sentTimestamp":{},"finalTimestamp":{},"publicKey":"{}","message":"{}","signature":"{}",)"
        R"("userId":{},"installationId":{}}})"
        "\n",
        json_quoted(report.from_text), json_quoted(report.to_text), report.packet_ns[0], report.packet_ns[1],
        report.packet_ns[2], report.packet_ns[3], base64_encoded(report.public_key), base64_encoded(message),
        base64_encoded(report.signature), key.user_id, key.installation_id);
}

std::string pem_of(std::span<const std::uint8_t> public_key) {
    constexpr std::size_t kLineLength = 64;
    const std::string text = base64_encoded(public_key);
    std::string pem = "-----BEGIN PUBLIC KEY-----\n";
    for (std::size_t at = 0; at < text.size(); at += kLineLength) pem += text.substr(at, kLineLength) + "\n";
    return pem + "-----END PUBLIC KEY-----\n";
}

}  // namespace tixdb::exports
