// SPDX-License-Identifier: MIT
// The windows that a stored result of `adaptive` learned the idle link's jitter from, as they were then.
#pragma once

#include <set>
#include <vector>

#include "metrics/adaptive/adaptive.hpp"
#include "report/explanation.hpp"
#include "store/explain_store.hpp"
#include "store/history_reader.hpp"

namespace tixdb::report {

struct KernelWindows {
    std::vector<KernelWindow> up;
    std::vector<KernelWindow> down;

    // False if the sketch of one is gone.
    [[nodiscard]] bool is_whole() const;
    // Refers to it. Throws Error{failed} if the sketch of one is gone.
    [[nodiscard]] metrics::StoredKernels sketches() const;
};

// Reads only. result: of `adaptive`.
[[nodiscard]] KernelWindows kernel_windows_of(store::ExplainStore& store, const store::StoredResult& result);

// Whether a result of `adaptive` would read the same of earlier windows today. earlier: what
// store::HistoryReader gives of the day before the window.
[[nodiscard]] bool has_same_history(const store::StoredResult& result, const store::WindowRow& window,
                                    const KernelWindows& kernel, std::vector<store::HistoricResult> earlier);

}  // namespace tixdb::report
