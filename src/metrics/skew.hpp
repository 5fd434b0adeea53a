// SPDX-License-Identifier: MIT
// How fast the two clocks of a session drift apart, docs/methods.md#skew.
#pragma once

#include <span>

#include "metrics/delays.hpp"
#include "model/observation.hpp"

namespace tixdb::metrics {

// 100 ppm. Real clocks stay well within it.
inline constexpr double kSkewBoundMsPerS = 0.1;
// An envelope that gives up more than this against the undrifted one does not follow a straight line.
inline constexpr double kSkewToleranceMs = 5;

// skew = the slope s that maximises g(s) = min(u - s*t) + min(v + s*t) within the bound, the smallest |s| of
// several; u, v: up and down delays, t: time.
struct SkewFit {
    double skew_ms_per_s = 0;
    double shortfall_ms = 0;  // min(u + v) - g(s), >= 0: what no single drift explains

    [[nodiscard]] bool is_accepted() const;
};

// observations: not empty, ordered by time; delays: theirs. Time is measured from origin_s (it changes no
// result but by rounding).
[[nodiscard]] SkewFit fitted_skew(std::span<const model::Observation> observations,
                                  std::span<const std::int64_t> up_ns, std::span<const std::int64_t> down_ns,
                                  std::int64_t origin_s);

}  // namespace tixdb::metrics
