// SPDX-License-Identifier: MIT
// How fast the two clocks of a session drift apart, docs/methods.md#skew.
#pragma once

#include <cstdint>
#include <limits>

#include "metrics/lower_hull.hpp"
#include "metrics/probe_delays.hpp"

namespace tixdb::metrics {

// 1000 ppm: 500 that a kernel corrects a frequency by, and 500 that it slews by.
inline constexpr double kSkewBoundMsPerS = 1;
// 100 ppm: what is believed of a line that only one end of its horizon bears.
inline constexpr double kUnanchoredSkewMsPerS = 0.1;
// An envelope that gives up more than this against the undrifted one does not follow a straight line.
inline constexpr double kSkewToleranceMs = 5;

// skew = the slope s that maximises g(s) = min(u - s*t) + min(v + s*t) within the bound, the smallest |s| of
// several.
struct SkewFit {
    double skew_ms_per_s = 0;
    double shortfall_ms =
        0;  // D(s) = min(u + v) - g(s): what no single drift explains; >= 0 but for rounding
    bool is_anchored = false;  // both halves of the time come within 5 ms of the envelope

    [[nodiscard]] bool holds() const;
    // It holds, and both ends bear it or it is an ordinary one.
    [[nodiscard]] bool is_accepted() const;
};

// The lower envelopes of probes in both directions. Views its probes.
class SkewEnvelope {
  public:
    // probes: at least one.
    explicit SkewEnvelope(const ProbeView& probes);

    // The slope where g is largest.
    [[nodiscard]] double best_slope() const;
    [[nodiscard]] SkewFit fit() const;
    // D(s), ms.
    [[nodiscard]] double shortfall_ms(double skew_ms_per_s) const;

  private:
    [[nodiscard]] double g_ms(double skew_ms_per_s) const;
    [[nodiscard]] bool is_anchored(double skew_ms_per_s) const;

    ProbeView probes_;
    LowerHull up_;
    LowerHull down_;
    std::int64_t least_trip_ns_ = std::numeric_limits<std::int64_t>::max();
};

// Where no earlier slope is known: that of the envelopes of the fourth lowest u and the fourth lowest v of
// every 30 probes in order, which up to three wrong ones among 30 do not move. 0 for fewer than 30.
[[nodiscard]] double slope_without_lowest(const ProbeView& probes);

}  // namespace tixdb::metrics
