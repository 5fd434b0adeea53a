// SPDX-License-Identifier: MIT

#include "report/kernel_windows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "metrics/adaptive/history.hpp"

namespace tixdb::report {
namespace {

KernelWindow kernel_window(store::ExplainStore& store, std::int64_t window_id, std::int64_t result_id,
                           store::StoredSketch store::StoredSketches::*direction) {
    const store::StoredSketches sketches = store.sketches_as_of(window_id, result_id);
    return {window_id, store.bounds(window_id), (sketches.*direction).quartile_ms,
            (sketches.*direction).sketch};
}

std::vector<const model::Sketch*> sketches_in(const std::vector<KernelWindow>& kernel) {
    std::vector<const model::Sketch*> sketches;
    for (const KernelWindow& window : kernel) {
        if (!window.sketch) {
            throw Error(ErrorKind::failed, fmt::format("window {} has no sketch", window.window_id),
                        "`tixdb reprocess` computes the result again");
        }
        sketches.push_back(&*window.sketch);
    }
    return sketches;
}

}  // namespace

bool KernelWindows::is_whole() const {
    const auto has_sketch = [](const KernelWindow& window) { return window.sketch.has_value(); };
    return std::all_of(up.begin(), up.end(), has_sketch) && std::all_of(down.begin(), down.end(), has_sketch);
}

metrics::StoredKernels KernelWindows::sketches() const {
    return {sketches_in(up), sketches_in(down)};
}

KernelWindows kernel_windows_of(store::ExplainStore& store, const store::StoredResult& result) {
    KernelWindows kernel;
    for (const std::int64_t id : result.metrics.adaptive->up.kernel_windows) {
        kernel.up.push_back(kernel_window(store, id, result.result_id, &store::StoredSketches::up));
    }
    for (const std::int64_t id : result.metrics.adaptive->down.kernel_windows) {
        kernel.down.push_back(kernel_window(store, id, result.result_id, &store::StoredSketches::down));
    }
    return kernel;
}

bool has_same_history(const store::StoredResult& result, const store::WindowRow& window,
                      const KernelWindows& kernel, std::vector<store::HistoricResult> earlier) {
    const auto own = metrics::sketched_window(window.window_id, window.last_probe_s, result.metrics);
    if (!own) return true;
    std::sort(earlier.begin(), earlier.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
    std::vector<metrics::SketchedWindow> windows;
    for (const store::HistoricResult& other : earlier) {
        const auto sketched =
            metrics::sketched_window(other.window_id, other.place.last_probe_s, other.metrics);
        if (sketched && other.ip == window.ip) windows.push_back(*sketched);
    }
    std::vector<const metrics::SketchedWindow*> references;
    for (const metrics::SketchedWindow& other : windows) references.push_back(&other);
    std::set<std::int64_t> changed;
    const auto note_changed = [&](const std::vector<KernelWindow>& was,
                                  metrics::SketchedDirection metrics::SketchedWindow::*direction) {
        for (const metrics::SketchedWindow& now : windows) {
            const auto is_it = [&](const KernelWindow& each) { return each.window_id == now.window_id; };
            const auto then = std::find_if(was.begin(), was.end(), is_it);
            if (then != was.end() && then->sketch != (now.*direction).sketch) changed.insert(now.window_id);
        }
    };
    note_changed(kernel.up, &metrics::SketchedWindow::up);
    note_changed(kernel.down, &metrics::SketchedWindow::down);
    return metrics::reads_the_same(*result.metrics.adaptive, metrics::kernel_choice(references, *own),
                                   changed);
}

}  // namespace tixdb::report
