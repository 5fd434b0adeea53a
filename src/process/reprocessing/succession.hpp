// SPDX-License-Identifier: MIT
// Which of the old windows a new one comes in place of. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tixdb::process {

// Each window as the ids of its reports. Returns, for each new window, the indices of the old ones that it
// succeeds, ascending: the one it shares most reports with, and those that share most with it. So every old
// window that shares a report with a new one has a successor. Of several equally good the first counts.
[[nodiscard]] std::vector<std::vector<std::size_t>> predecessors_of(
    const std::vector<std::vector<std::int64_t>>& new_windows,
    const std::vector<std::vector<std::int64_t>>& old_windows);

}  // namespace tixdb::process
