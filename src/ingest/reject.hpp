// SPDX-License-Identifier: MIT
// Why a file is refused. The words are stored and documented (docs/man/tixdb-ingest.md): they do not change.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tixdb::ingest {

enum class Reason : std::uint8_t {
    not_regular_file,
    too_large,
    unreadable,
    bad_name,
    not_json,
    not_object,
    missing_field,
    duplicate_field,
    wrong_type,
    wrong_installation,
    bad_base64,
    bad_length,
    bad_address,
    bad_key,
    bad_signature,
    key_changed,
    bad_observation_type,
    bad_packet_size,
    clock_range,
    old_clock,
    future_clock,
};

// "bad_signature"
[[nodiscard]] std::string_view name_of(Reason reason);

// detail: which field, at which offset, which value; safe to show.
struct Reject {
    Reason reason = Reason::unreadable;
    std::string detail;
};

}  // namespace tixdb::ingest
