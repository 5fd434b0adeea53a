// SPDX-License-Identifier: MIT
// Why a file is refused. The words are stored and documented (docs/man/tixdb-ingest.md): they do not change.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/enum_names.hpp"

namespace tixdb::ingest {

enum class Reason : std::uint8_t {
    not_regular_file,
    too_large,
    unreadable,
    unreadable_folder,
    cannot_read,
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
    file_date,
    older_than_retention,
};

inline constexpr EnumNames<Reason, 25> kReasons("reason of a refusal",
                                                {{{Reason::unreadable_folder, "unreadable_folder"},
                                                  {Reason::cannot_read, "cannot_read"},
                                                  {Reason::file_date, "file_date"},
                                                  {Reason::not_regular_file, "not_regular_file"},
                                                  {Reason::too_large, "too_large"},
                                                  {Reason::unreadable, "unreadable"},
                                                  {Reason::bad_name, "bad_name"},
                                                  {Reason::not_json, "not_json"},
                                                  {Reason::not_object, "not_object"},
                                                  {Reason::missing_field, "missing_field"},
                                                  {Reason::duplicate_field, "duplicate_field"},
                                                  {Reason::wrong_type, "wrong_type"},
                                                  {Reason::wrong_installation, "wrong_installation"},
                                                  {Reason::bad_base64, "bad_base64"},
                                                  {Reason::bad_length, "bad_length"},
                                                  {Reason::bad_address, "bad_address"},
                                                  {Reason::bad_key, "bad_key"},
                                                  {Reason::bad_signature, "bad_signature"},
                                                  {Reason::key_changed, "key_changed"},
                                                  {Reason::bad_observation_type, "bad_observation_type"},
                                                  {Reason::bad_packet_size, "bad_packet_size"},
                                                  {Reason::clock_range, "clock_range"},
                                                  {Reason::old_clock, "old_clock"},
                                                  {Reason::future_clock, "future_clock"},
                                                  {Reason::older_than_retention, "older_than_retention"}}});

// "bad_signature"
[[nodiscard]] constexpr std::string_view name_of(Reason reason) {
    return kReasons.name_of(reason);
}

// detail: which field, at which offset, which value; safe to show.
struct Reject {
    Reason reason = Reason::unreadable;
    std::string detail;
};

}  // namespace tixdb::ingest
