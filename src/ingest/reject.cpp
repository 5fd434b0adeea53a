// SPDX-License-Identifier: MIT

#include "ingest/reject.hpp"

namespace tixdb::ingest {

std::string_view name_of(Reason reason) {
    switch (reason) {
        case Reason::not_regular_file:
            return "not_regular_file";
        case Reason::too_large:
            return "too_large";
        case Reason::unreadable:
            return "unreadable";
        case Reason::bad_name:
            return "bad_name";
        case Reason::not_json:
            return "not_json";
        case Reason::not_object:
            return "not_object";
        case Reason::missing_field:
            return "missing_field";
        case Reason::duplicate_field:
            return "duplicate_field";
        case Reason::wrong_type:
            return "wrong_type";
        case Reason::wrong_installation:
            return "wrong_installation";
        case Reason::bad_base64:
            return "bad_base64";
        case Reason::bad_length:
            return "bad_length";
        case Reason::bad_address:
            return "bad_address";
        case Reason::bad_key:
            return "bad_key";
        case Reason::bad_signature:
            return "bad_signature";
        case Reason::key_changed:
            return "key_changed";
        case Reason::bad_observation_type:
            return "bad_observation_type";
        case Reason::bad_packet_size:
            return "bad_packet_size";
        case Reason::clock_range:
            return "clock_range";
        case Reason::old_clock:
            return "old_clock";
        case Reason::future_clock:
            return "future_clock";
    }
    return "unknown";
}

}  // namespace tixdb::ingest
