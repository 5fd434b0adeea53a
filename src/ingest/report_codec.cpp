// SPDX-License-Identifier: MIT

#include "ingest/report_codec.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "ingest/client_address.hpp"
#include "ingest/json_fields.hpp"
#include "ingest/shortened.hpp"

namespace tixdb::ingest {
namespace {

using Field = ReportFields::Field;

std::string name_of_field(Field field) {
    return std::string(ReportFields::kNames[field]);
}

std::optional<Reject> check_installation(const ReportFields& fields, const model::InstallationKey& folder) {
    const model::InstallationKey named{fields.number(Field::user_id), fields.number(Field::installation_id)};
    if (named == folder) return std::nullopt;
    return Reject{Reason::wrong_installation, "the content names " + named.text()};
}

std::optional<Reject> decode_bytes(const ReportFields& fields, Field field,
                                   std::vector<std::uint8_t>& bytes) {
    auto decoded = base64_decoded(fields.text(field));
    if (!decoded) return Reject{Reason::bad_base64, name_of_field(field)};
    bytes = std::move(*decoded);
    return std::nullopt;
}

std::optional<Reject> check_length(const std::vector<std::uint8_t>& message) {
    if (!message.empty() && message.size() % model::kObservationBytes == 0) return std::nullopt;
    return Reject{Reason::bad_length, fmt::format("message has {} bytes, not a multiple of {}",
                                                  message.size(), model::kObservationBytes)};
}

// "[IPv6%zone]:port", or a name of 253 characters and a port; stored with every report.
constexpr std::size_t kLongestAddress = 256;

std::optional<Reject> fill_addresses(const ReportFields& fields, model::Report& report) {
    for (const Field field : {Field::from, Field::to}) {
        if (fields.text(field).size() > kLongestAddress) {
            return Reject{Reason::bad_address, fmt::format("{} has {} bytes, over {}", name_of_field(field),
                                                           fields.text(field).size(), kLongestAddress)};
        }
    }
    report.from = fields.text(Field::from);
    report.to = fields.text(Field::to);
    auto ip = canonical_ip(report.from);
    if (!ip) return Reject{Reason::bad_address, fmt::format("from is \"{}\"", shortened(report.from))};
    report.ip = std::move(*ip);
    return std::nullopt;
}

}  // namespace

std::optional<Reject> EnvelopeDecoder::fill_key(const ReportFields& fields, model::Report& report) {
    if (last_key_.text.empty() || last_key_.text != fields.text(Field::public_key)) {
        last_key_.text.clear();
        if (auto problem = decode_bytes(fields, Field::public_key, last_key_.bytes)) return problem;
        last_key_.digest = sha256(last_key_.bytes);
        last_key_.text = fields.text(Field::public_key);
    }
    report.public_key = last_key_.bytes;
    report.key_digest = last_key_.digest;
    return std::nullopt;
}

std::optional<Reject> EnvelopeDecoder::fill(const ReportFields& fields, Envelope& envelope) {
    model::Report& report = envelope.report;
    if (fields.text(Field::type) != "LONG") {
        return Reject{Reason::wrong_type,
                      fmt::format(R"(type is "{}" instead of "LONG")", shortened(fields.text(Field::type)))};
    }
    if (auto problem = fill_key(fields, report)) return problem;
    if (auto problem = decode_bytes(fields, Field::message, envelope.message)) return problem;
    if (auto problem = decode_bytes(fields, Field::signature, report.signature)) return problem;
    if (auto problem = check_length(envelope.message)) return problem;
    if (auto problem = fill_addresses(fields, report)) return problem;
    report.packet_ns = {fields.number(Field::initial), fields.number(Field::reception),
                        fields.number(Field::sent), fields.number(Field::final)};
    report.message_digest = sha256(envelope.message);
    return std::nullopt;
}

std::variant<Envelope, Reject> EnvelopeDecoder::envelope_of(const ReportFields& fields,
                                                            const model::InstallationKey& folder) {
    if (auto problem = check_installation(fields, folder)) return *problem;
    Envelope envelope;
    envelope.report.installation = folder;
    if (auto problem = fill(fields, envelope)) return *problem;
    return envelope;
}

std::variant<Envelope, Reject> EnvelopeDecoder::decode(std::string_view bytes,
                                                       const model::InstallationKey& folder) {
    if (fast_.read(bytes)) return envelope_of(fast_.fields(), folder);
    JsonFields json;
    if (auto problem = json.read(bytes)) return *problem;
    return envelope_of(json.fields(), folder);
}

std::variant<Envelope, Reject> decode_envelope(std::string_view bytes, const model::InstallationKey& folder) {
    return EnvelopeDecoder().decode(bytes, folder);
}

}  // namespace tixdb::ingest
