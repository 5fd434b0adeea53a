// SPDX-License-Identifier: MIT
// Usage as classic defines it, docs/methods.md#classic-usage.
#pragma once

#include <optional>
#include <span>

#include "metrics/histogram.hpp"
#include "model/result.hpp"

namespace tixdb::metrics {

struct ClassicUsage {
    model::Metric usage = model::Missing::too_few;  // >= 0, unclamped
    std::optional<Marks> marks;
};

// Times above the threshold over times above the mode. times: in any order and unit. Missing: too_few (fewer
// than four), constant (none above the mode).
[[nodiscard]] ClassicUsage classic_usage(std::span<const double> times);

}  // namespace tixdb::metrics
