// SPDX-License-Identifier: MIT

#include <array>

#include "exports/columns.hpp"
#include "exports/common_columns.hpp"

namespace tixdb::exports {
namespace {

constexpr std::array kObservationValues = {
    Column{"time", "time", "", "when the client sent the probe: day_timestamp"},
    Column{"day_timestamp", "integer", "unix s", "when the client sent the probe, by its own clock"},
    Column{"type", "text", "", "S: short probe, L: long"},
    Column{"packet_size", "integer", "bytes", "of the probe"},
    Column{"initial_ns", "integer", "ns of day",
           "t1, client's clock: the probe left. Time since midnight UTC of the client's local date, so "
           "differences are to be taken modulo 86400 s"},
    Column{"reception_ns", "integer", "ns of day", "t2, server's clock: the probe arrived"},
    Column{"sent_ns", "integer", "ns of day", "t3, server's clock: the answer left"},
    Column{"final_ns", "integer", "ns of day", "t4, client's clock: the answer arrived"},
    Column{"rtt_ms", "number", "ms", "round trip, t4 - t1 modulo a day"},
    Column{"ordinal", "integer", "", "place in the message of its report, from 0"},
};

constexpr auto kObservationColumns = joined(kInstallationColumns, kAddressColumn, kObservationValues);

}  // namespace

std::span<const Column> observation_columns() {
    return kObservationColumns;
}

}  // namespace tixdb::exports
