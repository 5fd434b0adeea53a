// SPDX-License-Identifier: MIT
// Which earlier windows a result of `adaptive` rests on, docs/methods.md#adaptive, step 2.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <vector>

#include "metrics/adaptive/kernel.hpp"
#include "model/adaptive.hpp"
#include "model/result.hpp"

namespace tixdb::metrics {

// What later windows read of a result; nothing if it has no values, or is none of `adaptive`.
[[nodiscard]] std::optional<SketchedWindow> sketched_window(std::int64_t window_id, std::int64_t last_probe_s,
                                                            const model::WindowMetrics& metrics);

// The windows that one is judged by: how many there are, and those taken for idle. own comes last.
struct KernelChoice {
    std::int64_t history_windows = 0;
    std::vector<const SketchedWindow*> up;
    std::vector<const SketchedWindow*> down;
};
// earlier: as AdaptiveHistory has them; those that do not end in (e - 24 h, e) are skipped. Refers to what it
// was made of.
[[nodiscard]] KernelChoice kernel_choice(std::span<const SketchedWindow* const> earlier,
                                         const SketchedWindow& own);
[[nodiscard]] std::vector<std::int64_t> ids_of(std::span<const SketchedWindow* const> windows);

// Whether a stored result would read the same of a history that gives this choice: the same number of
// windows, and the same ones for idle, none of which is among those whose sketches have changed. Pure.
[[nodiscard]] bool reads_the_same(const model::AdaptiveFindings& stored, const KernelChoice& choice,
                                  const std::set<std::int64_t>& changed_sketches);

}  // namespace tixdb::metrics
