// SPDX-License-Identifier: MIT

#include <array>

#include "exports/columns.hpp"
#include "exports/common_columns.hpp"

namespace tixdb::exports {
namespace {

constexpr std::array kOutboxValues = {
    Column{"method", "text", "", "that computed the result; empty: it was imported"},
    Column{"window_end", "time", "", "last_s"},
    Column{"last_s", "integer", "unix s", "the time that the result is published under"},
    Column{"state", "text", "",
           "pending, sending, retry, held, uncertain, sent, dead, superseded or dropped (tixdb-publish(1))"},
    Column{"source", "text", "", "computed or imported"},
    Column{"attempts", "integer", "", "times that sending it was begun"},
    Column{"unclear_ends", "integer", "", "times that it ended so that it may be stored"},
    Column{"held_for", "text", "", "what tix-api does not take now: address, user, installation or report"},
    Column{"last_status", "integer", "", "the last answer's HTTP status"},
    Column{"last_error", "text", "", "what went wrong the last time", Treatment::withheld},
    Column{"note", "text", "", "what asking tix-api about it found", Treatment::withheld},
    Column{"drop_reason", "text", "", "why the operator gave it up", Treatment::withheld},
    Column{"queued", "time", "", "when it was queued"},
    Column{"queued_ms", "integer", "unix ms", "the same"},
    Column{"next_attempt", "time", "", "not before"},
    Column{"next_attempt_ms", "integer", "unix ms", "the same"},
    Column{"sent", "time", "", "when tix-api took it"},
    Column{"sent_ms", "integer", "unix ms", "the same"},
    Column{"body", "text", "", "the request, a JSON object", Treatment::withheld},
};

constexpr std::array kRejectedValues = {
    Column{"path", "text", "", "of the file below the reports' base, control characters escaped",
           Treatment::path},
    Column{"reason", "text", "", "why it was refused (tixdb-ingest(1))"},
    Column{"detail", "text", "", "field, offset or value", Treatment::withheld},
    Column{"seen", "time", "", "when an ingest last found it"},
    Column{"seen_ms", "integer", "unix ms", "the same"},
    Column{"first_seen", "time", "", "when an ingest first found it"},
    Column{"first_seen_ms", "integer", "unix ms", "the same"},
    Column{"seen_count", "integer", "", "how often"},
    Column{"size_bytes", "integer", "bytes", "of the file"},
};

constexpr std::array kGapValues = {
    Column{"gap_start", "time", "", "from_s"},
    Column{"gap_end", "time", "", "to_s"},
    Column{"from_s", "integer", "unix s", "where data end"},
    Column{"to_s", "integer", "unix s", "where they begin again"},
    Column{"reason", "text", "", "why (docs/database.md, v_gap)"},
    Column{"detail", "text", "", "in words", Treatment::withheld},
    Column{"remedy", "text", "", "the command that fixes it", Treatment::withheld},
    Column{"method", "text", "", "whose value is missing; NULL: the gap is none of a method's"},
};

constexpr auto kOutboxColumns = joined(kInstallationColumns, kAddressColumn, kOutboxValues);
constexpr auto kRejectedColumns = joined(kInstallationColumns, kRejectedValues);
constexpr auto kGapColumns = joined(kInstallationColumns, kGapValues);

}  // namespace

std::span<const Column> outbox_columns() {
    return kOutboxColumns;
}

std::span<const Column> rejected_columns() {
    return kRejectedColumns;
}

std::span<const Column> gap_columns() {
    return kGapColumns;
}

}  // namespace tixdb::exports
