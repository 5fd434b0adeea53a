// SPDX-License-Identifier: MIT
// What a method says about one window.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/enum_names.hpp"
#include "model/adaptive.hpp"
#include "model/method.hpp"
#include "model/metric.hpp"

namespace tixdb::model {

// One direction of the link. usage is dimensionless, stored unclamped (classic can exceed 1); quality in [0,
// 1].
struct DirectionMetrics {
    Metric usage = Missing::too_few;
    Metric quality = Missing::too_few;
    Metric hurst_rs = Missing::too_few;
    Metric hurst_wavelet = Missing::too_few;
    std::optional<double> mode_ns;       // classic: mode of the recent one-way times
    std::optional<double> threshold_ns;  // classic: above it a time counts as queued
    std::optional<double> busy_share;    // queueing: P, share of recent probes that waited
};

// Where the clock skew came from: fitted over one of the horizons; carried on from an earlier result, or
// found beside a shift; or, without any, the shortest horizon's although it was not accepted.
enum class SkewSource { fitted, carried, fallback };

inline constexpr EnumNames<SkewSource, 3> kSkewSources(
    "source of a skew",
    {{{SkewSource::fitted, "fitted"}, {SkewSource::carried, "carried"}, {SkewSource::fallback, "fallback"}}});

[[nodiscard]] constexpr std::string_view name_of(SkewSource source) {
    return kSkewSources.name_of(source);
}
[[nodiscard]] constexpr std::optional<SkewSource> skew_source_named(std::string_view name) {
    return kSkewSources.find(name);
}

// Another level of the delays from a probe on: a stepped clock or another route.
struct QueueingShift {
    std::int64_t at_s = 0;        // day_timestamp of the first probe with the new level
    std::optional<double> up_ms;  // how far the least delay jumped; empty in a direction left out of it
    std::optional<double> down_ms;

    friend bool operator==(const QueueingShift&, const QueueingShift&) = default;
};

// A value of an earlier result, and the window it is of: an id that only the caller of the method
// understands.
template <typename T>
struct EarlierValue {
    T value{};
    std::int64_t window_id = 0;

    friend bool operator==(const EarlierValue&, const EarlierValue&) = default;
};

// What a result reads of earlier ones of the same method and version, docs/methods.md#history.
struct QueueingReads {
    std::optional<EarlierValue<double>> skew_ms_per_s;        // the last slope
    std::optional<EarlierValue<double>> floor_sum_ms;         // the least: what R0 is taken from
    std::optional<EarlierValue<std::int64_t>> since_s;        // floor sums that end before it are not heeded
    std::optional<EarlierValue<std::int64_t>> route_start_s;  // e1: end of the first window on another route

    friend bool operator==(const QueueingReads&, const QueueingReads&) = default;
};

// What the figures rest on beyond the window's own observations (queueing; absent for classic). With a
// missing reason as far as the method got.
struct QueueingInputs {
    // Recent probes that count nowhere, by why.
    std::int64_t impossible = 0;
    std::int64_t short_trips = 0;
    std::int64_t dips = 0;
    std::int64_t cut_off = 0;

    std::optional<double> skew_ms_per_s;    // s
    std::optional<SkewSource> skew_source;  // there exactly if s is
    std::optional<int> skew_horizon_min;    // H that s was fitted over, or carried in place of; empty if none
    std::optional<double> shortfall_ms;     // D: what the line leaves unexplained
    bool held = false;                      // no line was accepted, yet the delays can be believed

    std::vector<QueueingShift> shifts;  // in order
    std::string skipped_direction;      // "", "up" or "down": never on its floor, left out of the shifts

    std::optional<double> base_ms;       // b: the least round trip without queues
    std::optional<double> floor_sum_ms;  // what later windows compare their base with
    std::optional<double> baseline_ms;   // R0
    std::optional<std::int64_t> since_s;
    double standing_ms = 0;          // added to the direction below, 0 if none
    std::string standing_direction;  // "", "up" or "down"

    QueueingReads reads;
};

struct WindowMetrics {
    Method method = Method::classic;
    int method_version = 1;
    std::string parameters_json =
        "{}";  // what the operator could have set, as a JSON object with sorted keys
    DirectionMetrics up;
    DirectionMetrics down;
    std::int64_t recent_observations = 0;
    std::int64_t minutes = 0;                   // minutes that entered quality
    std::optional<double> rtt_mode_ns;          // classic
    std::optional<std::int64_t> clock_anchors;  // classic
    // classic: of the window's observations, those whose clock values no probe can have (they are not left
    // out).
    std::optional<std::int64_t> impossible;
    std::optional<QueueingInputs> queueing;
    std::optional<AdaptiveFindings> adaptive;
};

// "column:reason" joined by ';' in the column order of v_result; empty if nothing is missing.
[[nodiscard]] std::string reasons_of(const WindowMetrics& metrics);
// The other way round: gives each of those values its reason; they must be missing.
void set_reasons(WindowMetrics& metrics, std::string_view reasons);

// A result with any of usage or quality missing is not published; a missing Hurst alone is.
[[nodiscard]] bool is_publishable(const WindowMetrics& metrics);

}  // namespace tixdb::model
