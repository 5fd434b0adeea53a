// SPDX-License-Identifier: MIT
// What `adaptive` says about a window beyond usage and quality, and what it rests on,
// docs/methods.md#adaptive.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/enum_names.hpp"
#include "model/metric.hpp"

namespace tixdb::model {

// How many probes waited how long: half octaves from 0.02 ms to 10 s (metrics/adaptive/sketch.hpp).
inline constexpr std::size_t kSketchBins = 40;
using Sketch = std::array<std::uint32_t, kSketchBins>;

// Whether load could be seen at all. none: below detection; weak: jitter alone could look so, had it grown
// beyond four times; clear: it could not.
enum class DetectionState { none, weak, clear };

inline constexpr EnumNames<DetectionState, 3> kDetectionStates(
    "detection state",
    {{{DetectionState::none, "none"}, {DetectionState::weak, "weak"}, {DetectionState::clear, "clear"}}});

[[nodiscard]] constexpr std::string_view name_of(DetectionState state) {
    return kDetectionStates.name_of(state);
}

// The rates that the operator gave, Mb/s; empty where unknown.
struct LinkRate {
    std::optional<double> up_mbps;
    std::optional<double> down_mbps;

    friend bool operator==(const LinkRate&, const LinkRate&) = default;
};

struct AdaptiveDirection {
    Metric low = Missing::too_few;        // usage is at least so much, in 99 % of windows
    std::optional<DetectionState> state;  // missing for the same reason as low
    Metric ceiling = Missing::too_few;    // the load that could hide
    std::optional<double> link_mbps;      // the rate that the ceiling rests on; none without a ceiling

    // There wherever queueing has values.
    std::optional<Sketch> sketch;
    std::optional<double> quartile_ms;  // the upper quartile of the same waits

    // Ids of the windows that the idle link's jitter was learned from, this one possibly among them, in
    // order of (quartile, end); none: too few windows.
    std::vector<std::int64_t> kernel_windows;
    std::optional<double> spread_ms;      // s, of that jitter; none where the history is noisy
    std::optional<double> least_wait_ms;  // theta0, the shortest wait told from it
    std::optional<double> share;          // U: of probes that waited, before it is asked what is certain
    bool guarded = false;                 // both directions showed waiting: a wider jitter was allowed for
};

struct AdaptiveFindings {
    std::int64_t history_windows = 0;  // n: windows of the 24 h up to this one, it included
    AdaptiveDirection up;
    AdaptiveDirection down;
};

}  // namespace tixdb::model
