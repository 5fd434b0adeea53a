// SPDX-License-Identifier: MIT

#include <array>

#include "exports/columns.hpp"
#include "exports/common_columns.hpp"

namespace tixdb::exports {
namespace {

constexpr std::array kLatencyValues = {
    Column{"probes_received", "integer", "", "distinct short probes that came back"},
    Column{"seconds_covered", "integer", "s", "from the first to the last, less gaps of over 60 s"},
    Column{"seconds_silent", "integer", "s", "within gaps of over 60 s: silence, no loss"},
    Column{"loss", "number", "fraction", "1 - received / covered, at least 0: clients probe once a second"},
    Column{"burst_probes", "integer", "", "of those received: sent in a second that had one already"},
    Column{"duplicate_probes", "integer", "", "the same probe again, not counted"},
    Column{"impossible_probes", "integer", "", "with clock values that none can have, not counted"},
    Column{"rtt_min_ms", "number", "ms", "least round trip"},
    Column{"rtt_median_ms", "number", "ms", "its median, nearest rank"},
    Column{"rtt_p75_ms", "number", "ms", "75 % of the round trips are at most this"},
    Column{"rtt_p90_ms", "number", "ms", "90 %"},
    Column{"rtt_p95_ms", "number", "ms", "95 %"},
    Column{"rtt_p99_ms", "number", "ms", "99 %"},
    Column{"rtt_max_ms", "number", "ms", "longest round trip"},
    Column{"kept_probes", "integer", "", "probes that the delays are of"},
    Column{"up_delay_median_ms", "number", "ms", "wait above the floor upstream, median"},
    Column{"up_delay_p95_ms", "number", "ms", "95 %"},
    Column{"up_delay_p99_ms", "number", "ms", "99 %"},
    Column{"up_variation_p95_ms", "number", "ms", "delay variation upstream (PDV of RFC 5481), 95 %"},
    Column{"down_delay_median_ms", "number", "ms", "wait above the floor downstream, median"},
    Column{"down_delay_p95_ms", "number", "ms", "95 %"},
    Column{"down_delay_p99_ms", "number", "ms", "99 %"},
    Column{"down_variation_p95_ms", "number", "ms", "delay variation downstream, 95 %"},
};

constexpr std::array kWindowTimes = {
    Column{"window_end", "time", "", "last_s"},
    Column{"last_s", "integer", "unix s", "the window's last observation"},
};

constexpr std::array kHourTimes = {
    Column{"hour", "time", "", "the hour's start"},
    Column{"hour_s", "integer", "unix s", "the same"},
};

constexpr std::array kMinuteValues = {
    Column{"minute", "time", "", "the minute's start"},
    Column{"minute_s", "integer", "unix s", "the same"},
    Column{"probes", "integer", "", "kept probes"},
    Column{"up_state", "text", "",
           "loaded (over half waited longer than epsilon), idle (at most 5 %) or between"},
    Column{"down_state", "text", "", "the same downstream"},
    Column{"up_busy", "integer", "", "probes that waited longer than epsilon upstream"},
    Column{"down_busy", "integer", "", "the same downstream"},
    Column{"up_delay_median_ms", "number", "ms", "wait above the floor upstream, median"},
    Column{"up_delay_p95_ms", "number", "ms", "95 %"},
    Column{"down_delay_median_ms", "number", "ms", "wait above the floor downstream, median"},
    Column{"down_delay_p95_ms", "number", "ms", "95 %"},
    Column{"rtt_median_ms", "number", "ms", "round trip of all probes received in it, median"},
};

constexpr auto kLatencyColumns = joined(kInstallationColumns, kAddressColumn, kWindowTimes, kLatencyValues);
constexpr auto kHourColumns = joined(kInstallationColumns, kHourTimes, kLatencyValues);
constexpr auto kMinuteColumns = joined(kInstallationColumns, kMinuteValues);

}  // namespace

std::span<const Column> latency_columns() {
    return kLatencyColumns;
}

std::span<const Column> hour_columns() {
    return kHourColumns;
}

std::span<const Column> minute_columns() {
    return kMinuteColumns;
}

}  // namespace tixdb::exports
