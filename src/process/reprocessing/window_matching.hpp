// SPDX-License-Identifier: MIT
// Compares the windows that the reports form now with the current ones: which are the same, and which replace
// which. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "process/reprocessing/session_range.hpp"
#include "store/current_window_reader.hpp"

namespace tixdb::process {

// A window that the reports form now, and the current windows that correspond to it.
struct MatchedWindow {
    const FormedWindow* formed = nullptr;
    const store::CurrentWindow* same = nullptr;  // of the very same reports; null: a new one
    bool is_kept = false;                        // keeps the results that it has
    // Of a new one: the windows that it comes in place of.
    std::vector<const store::CurrentWindow*> predecessors;
};

// Refers to what it was made of.
struct MatchedRange {
    std::vector<std::vector<MatchedWindow>> sessions;  // parallel to the formed ones
    std::vector<const store::CurrentWindow*> superseded;
    std::vector<const store::CurrentWindow*> pruned;  // kept, since observations of theirs are gone
    // An item is on its way of a window that would be superseded: nothing around it can be changed.
    bool is_blocked = false;
};

[[nodiscard]] MatchedRange match_windows(const std::vector<FormedSession>& sessions,
                                         const std::vector<store::CurrentWindow>& current);

// Each window as the ids of its reports. Returns, for each new window, the indices of the old ones that it
// succeeds, ascending: the one it shares most reports with, and those that share most with it. So every old
// window that shares a report with a new one has a successor. Of several equally good the first counts.
[[nodiscard]] std::vector<std::vector<std::size_t>> predecessors_of(
    const std::vector<std::vector<std::int64_t>>& new_windows,
    const std::vector<std::vector<std::int64_t>>& old_windows);

}  // namespace tixdb::process
