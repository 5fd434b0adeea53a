// SPDX-License-Identifier: MIT
// The straight line that the clocks' drift is taken for, docs/methods.md#skew.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "metrics/probe_delays.hpp"
#include "metrics/skew.hpp"
#include "model/result.hpp"

namespace tixdb::metrics {

// A fit over the last horizon_min minutes, and what became of it.
struct SkewTrial {
    int horizon_min = 0;
    std::int64_t observations = 0;
    SkewFit fit;
    // D of the last slope over the same minutes, where that was asked for: the fit holds, but is not
    // anchored.
    std::optional<double> carried_shortfall_ms;
    std::optional<model::SkewSource> accepted_as;  // fitted, or carried: the last slope in its place
    double skew_ms_per_s = 0;                      // the slope that was accepted, else the fit's
    // Both directions come near the floor in each quarter of the last ten minutes; asked for only where D is
    // above 1.5 ms and both are sharp.
    std::optional<bool> is_level;
    bool is_suitable = false;  // accepted, and it suits the last ten minutes

    [[nodiscard]] bool is_accepted() const { return accepted_as.has_value(); }
};

struct ClockLine {
    std::vector<SkewTrial>
        trials;  // in the order tried, 60, 30, 10 minutes; the rest is spared once one suits
    std::optional<std::size_t> chosen;  // of these; none: no line was accepted

    [[nodiscard]] const SkewTrial* line() const { return chosen ? &trials[*chosen] : nullptr; }
};

// last_slope: ms per s, of the latest earlier result that fitted one. probes: of the last hour, not empty in
// the last ten minutes.
[[nodiscard]] ClockLine clock_line(const ProbeDelays& probes, std::optional<double> last_slope);

}  // namespace tixdb::metrics
