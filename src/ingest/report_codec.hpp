// SPDX-License-Identifier: MIT
// A report file's bytes as a report, or why they are none. Pure: no file, no clock, no key store.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "ingest/reject.hpp"
#include "model/report.hpp"

namespace tixdb::ingest {

// Everything but the message's content, which is looked at once the signature has been checked.
struct Envelope {
    model::Report report;               // without observations, not verified
    std::vector<std::uint8_t> message;  // a whole number of observations, at least one
};

// folder: the two folders that the file lies in, which the content must name. Fields that we do not know are
// passed over. Refuses with not_json (whatever cut short is), not_object, missing_field, duplicate_field,
// wrong_type, wrong_installation, bad_base64, bad_length or bad_address, in this order. Nesting costs neither
// stack nor time. Thread-safe.
[[nodiscard]] std::variant<Envelope, Reject> decode_envelope(std::string_view bytes,
                                                             const model::InstallationKey& folder);

}  // namespace tixdb::ingest
