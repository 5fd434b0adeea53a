// SPDX-License-Identifier: MIT

#include "maintenance/archive_line.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/error.hpp"
#include "model/observation.hpp"

namespace tixdb::maintenance {
namespace {

constexpr std::string_view kMessageField = R"("message":")";

template <typename Integer>
void append_bytes(std::vector<std::uint8_t>& bytes, Integer value) {
    const auto word = static_cast<std::uint64_t>(value);
    for (int shift = static_cast<int>(sizeof value) * 8 - 8; shift >= 0; shift -= 8) {
        bytes.push_back(static_cast<std::uint8_t>(word >> static_cast<unsigned>(shift)));
    }
}

// model/observation.hpp
std::vector<std::uint8_t> message_bytes(const std::vector<model::Observation>& observations) {
    std::vector<std::uint8_t> bytes;
    bytes.reserve(observations.size() * model::kObservationBytes);
    for (const model::Observation& observation : observations) {
        append_bytes(bytes, observation.day_timestamp_s);
        bytes.push_back(static_cast<std::uint8_t>(observation.type));
        append_bytes(bytes, observation.packet_size);
        append_bytes(bytes, observation.initial_ns);
        append_bytes(bytes, observation.reception_ns);
        append_bytes(bytes, observation.sent_ns);
        append_bytes(bytes, observation.final_ns);
    }
    return bytes;
}

std::string json_text(const std::string& text) {
    std::string json = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') json += '\\';
        if (static_cast<unsigned char>(c) < 0x20) {
            json += fmt::format("\\u{:04x}", static_cast<int>(c));
        } else {
            json += c;
        }
    }
    return json + '"';
}

}  // namespace

std::string archive_head(const model::InstallationKey& key, std::string_view month) {
    return fmt::format(
        R"({{"archive":"tixdb reports","version":1,"userId":{},"installationId":{},"month":"{}",)"
        R"("lines":"one report of a TiX client each, as its report file; the last line counts them"}})",
        key.user_id, key.installation_id, month);
}

std::string archive_tail(std::int64_t reports, std::int64_t observations) {
    return fmt::format(R"({{"reports":{},"observations":{}}})", reports, observations);
}

std::string archive_line(const model::Report& report) {
    const auto message = message_bytes(report.observations);
    if (message.empty() || sha256(message) != report.message_digest) {
        throw Error(
            ErrorKind::failed,
            fmt::format("a report of {} does not have the digest that is stored: the database is damaged",
                        report.installation.text()),
            "`tixdb verify` tells more; restore a backup that verifies");
    }
    return fmt::format(
        R"({{"from":{},"to":{},"type":"LONG","initialTimestamp":{},"receptionTimestamp":{},"sentTimestamp":{},)"
        R"("finalTimestamp":{},"publicKey":"{}","message":"{}","signature":"{}","userId":{},"installationId":{}}})",
        json_text(report.from), json_text(report.to), report.packet_ns[0], report.packet_ns[1],
        report.packet_ns[2], report.packet_ns[3], base64_encoded(report.public_key), base64_encoded(message),
        base64_encoded(report.signature), report.installation.user_id, report.installation.installation_id);
}

std::string_view message_of_line(std::string_view line) {
    const std::size_t at = line.find(kMessageField);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = line.substr(at + kMessageField.size());
    return rest.substr(0, rest.find('"'));
}

}  // namespace tixdb::maintenance
