// SPDX-License-Identifier: MIT
// A result that stands beside the one that was computed now. Pure.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "process/batch.hpp"
#include "process/reprocessing/span_plan.hpp"
#include "store/standing_window_reader.hpp"

namespace tixdb::process {

// Nothing if they are the same: version, parameters, and each figure to the last bit.
[[nodiscard]] std::optional<Why> difference(const store::StandingResult& standing,
                                            const model::WindowMetrics& computed);

// One change for each value that people look at (usage, quality, Hurst, reason); if none of them differs, the
// first thing that does. One of the two may be missing.
[[nodiscard]] std::vector<ValueChange> value_changes(std::int64_t last_s, model::Method method,
                                                     const store::StandingResult* standing,
                                                     const ComputedResult* computed, Why why);

// A figure that is a number; nothing if it is missing.
[[nodiscard]] std::optional<double> real_named(const std::vector<store::Figure>& figures,
                                               std::string_view name);
// The skew that a result carried on from an earlier window; nothing if it had one of its own.
[[nodiscard]] std::optional<double> carried_skew(const std::vector<store::Figure>& figures);

}  // namespace tixdb::process
