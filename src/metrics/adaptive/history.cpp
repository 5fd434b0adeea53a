// SPDX-License-Identifier: MIT

#include "metrics/adaptive/history.hpp"

#include <algorithm>

#include "metrics/queueing_history.hpp"

namespace tixdb::metrics {

std::optional<SketchedWindow> sketched_window(std::int64_t window_id, std::int64_t last_probe_s,
                                              const model::WindowMetrics& metrics) {
    if (!metrics.adaptive || !metrics.adaptive->up.sketch || !metrics.adaptive->down.sketch) {
        return std::nullopt;
    }
    const auto sketched = [](const model::AdaptiveDirection& direction) {
        return SketchedDirection{direction.quartile_ms.value_or(0), *direction.sketch};
    };
    return SketchedWindow{window_id, last_probe_s, sketched(metrics.adaptive->up),
                          sketched(metrics.adaptive->down)};
}

KernelChoice kernel_choice(std::span<const SketchedWindow* const> earlier, const SketchedWindow& own) {
    std::vector<const SketchedWindow*> windows;
    windows.reserve(earlier.size() + 1);
    for (const SketchedWindow* window : earlier) {
        const bool is_in_reach =
            window->last_probe_s > own.last_probe_s - kHistoryS && window->last_probe_s < own.last_probe_s;
        if (is_in_reach) windows.push_back(window);
    }
    windows.push_back(&own);
    return {static_cast<std::int64_t>(windows.size()), kernel_of(windows, &SketchedWindow::up),
            kernel_of(windows, &SketchedWindow::down)};
}

std::vector<std::int64_t> ids_of(std::span<const SketchedWindow* const> windows) {
    std::vector<std::int64_t> ids;
    ids.reserve(windows.size());
    for (const SketchedWindow* window : windows) ids.push_back(window->window_id);
    return ids;
}

bool reads_the_same(const model::AdaptiveFindings& stored, const KernelChoice& choice,
                    const std::set<std::int64_t>& changed_sketches) {
    const auto is_same = [&](const std::vector<std::int64_t>& ids,
                             const std::vector<const SketchedWindow*>& windows) {
        const auto has_changed = [&](std::int64_t id) { return changed_sketches.contains(id); };
        return ids == ids_of(windows) && std::none_of(ids.begin(), ids.end(), has_changed);
    };
    return stored.history_windows == choice.history_windows && is_same(stored.up.kernel_windows, choice.up) &&
           is_same(stored.down.kernel_windows, choice.down);
}

}  // namespace tixdb::metrics
