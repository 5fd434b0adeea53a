// SPDX-License-Identifier: MIT
// What a method says about one window.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tixdb::model {

enum class Method { classic, queueing };

[[nodiscard]] std::string_view name_of(Method method);
[[nodiscard]] std::optional<Method> method_named(std::string_view name);

// Why a value is missing.
enum class Missing { too_short, too_few, constant, no_minutes };

[[nodiscard]] std::string_view name_of(Missing reason);

// A number, or the reason why there is none.
class Metric {
  public:
    Metric(double value) : value_(value) {}
    Metric(Missing reason) : reason_(reason) {}
    [[nodiscard]] const std::optional<double>& value() const { return value_; }
    [[nodiscard]] Missing reason() const { return reason_; }  // meaningful only without a value

  private:
    std::optional<double> value_;
    Missing reason_ = Missing::too_few;
};

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

// Where the clock skew came from: accepted at one of the horizons, the session's last accepted one, or,
// without either, the shortest horizon's although it was not accepted.
enum class SkewSource { fitted, carried, fallback };

[[nodiscard]] std::string_view name_of(SkewSource source);

// What the figures rest on beyond the window's own observations (queueing; absent for classic).
struct QueueingInputs {
    double skew_ms_per_s = 0;  // s
    SkewSource skew_source = SkewSource::fitted;
    std::optional<int> skew_horizon_min;  // H that s was fitted over; empty if carried
    double base_ms = 0;                   // b = min u' + min v'
    double baseline_ms = 0;               // R0
    double standing_ms = 0;               // added to the direction below, 0 if none
    std::string standing_direction;       // "", "up" or "down"
    bool clock_step = false;
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
    std::optional<QueueingInputs> queueing;
};

// "column:reason" joined by ';' in the column order of v_result; empty if nothing is missing.
[[nodiscard]] std::string reasons_of(const WindowMetrics& metrics);

// A result with any of usage or quality missing is not published; a missing Hurst alone is.
[[nodiscard]] bool is_publishable(const WindowMetrics& metrics);

}  // namespace tixdb::model
