// SPDX-License-Identifier: MIT
// A current result beside the one that was computed now. Pure.
#pragma once

#include <optional>
#include <vector>

#include "process/reprocessing/range_plan.hpp"
#include "store/current_window_reader.hpp"

namespace tixdb::process {

// Nothing if they are the same: version, parameters, each figure to the last bit, and the windows they were
// taken from.
[[nodiscard]] std::optional<Why> difference(const store::CurrentResult& current,
                                            const model::WindowMetrics& computed);

// One change for each value that people look at (usage, quality, Hurst, reason); if none of them differs, the
// first thing that does. One of the two may be missing.
[[nodiscard]] std::vector<ValueChange> value_changes(std::int64_t last_probe_s, model::Method method,
                                                     const store::CurrentResult* current,
                                                     const store::NewResult* computed, Why why);

// Whether later windows read the same of both results of `queueing`.
[[nodiscard]] bool offers_the_same(const model::WindowMetrics& old, const model::WindowMetrics& computed);

// The same of both results of `adaptive`; null: there is none.
[[nodiscard]] bool has_same_sketches(const model::WindowMetrics* old, const model::WindowMetrics* computed);

}  // namespace tixdb::process
