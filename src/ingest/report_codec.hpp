// SPDX-License-Identifier: MIT
// Decodes a report file's bytes, or says why they are no report. No file, no clock, no key store.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ingest/fast_json_fields.hpp"
#include "ingest/reject.hpp"
#include "model/report.hpp"

namespace tixdb::ingest {

// Everything but the message's content, which is looked at once the signature has been checked.
struct Envelope {
    model::Report report;               // without observations, not verified
    std::vector<std::uint8_t> message;  // a whole number of observations, at least one
};

// What it keeps from one file to the next is memory, and the last key, which most files of a folder have in
// common: what comes out depends on the bytes alone. Thread rule: one decoder per thread.
class EnvelopeDecoder {
  public:
    // folder: the two folders that the file lies in, which the content must name. Fields that we do not know
    // are passed over. Refuses with not_json (whatever cut short is), not_object, missing_field,
    // duplicate_field, wrong_type, wrong_installation, bad_base64, bad_length or bad_address, in this order.
    // Nesting costs neither stack nor time.
    [[nodiscard]] std::variant<Envelope, Reject> decode(std::string_view bytes,
                                                        const model::InstallationKey& folder);

  private:
    struct Key {
        std::string text;  // as base64
        std::vector<std::uint8_t> bytes;
        model::Digest digest{};
    };

    [[nodiscard]] std::variant<Envelope, Reject> envelope_of(const ReportFields& fields,
                                                             const model::InstallationKey& folder);
    [[nodiscard]] std::optional<Reject> fill(const ReportFields& fields, Envelope& envelope);
    [[nodiscard]] std::optional<Reject> fill_key(const ReportFields& fields, model::Report& report);

    FastJsonFields fast_;
    Key last_key_;
};

// The same for a single file. Thread-safe.
[[nodiscard]] std::variant<Envelope, Reject> decode_envelope(std::string_view bytes,
                                                             const model::InstallationKey& folder);

}  // namespace tixdb::ingest
