// SPDX-License-Identifier: MIT

#include "process/reprocessing/range_plan.hpp"

#include <algorithm>

namespace tixdb::process {

void KeptWindows::add(std::int64_t last_probe_s) {
    first_end_s = count == 0 ? last_probe_s : std::min(first_end_s, last_probe_s);
    last_end_s = count == 0 ? last_probe_s : std::max(last_end_s, last_probe_s);
    ++count;
}

bool RangePlan::is_empty() const {
    const auto has_results = [](const PlannedWindow& window) {
        return !window.window_id || !window.results.empty() || window.latency;
    };
    return late_reports == 0 && moves.empty() && superseded_windows.empty() && superseded_items.empty() &&
           std::none_of(windows.begin(), windows.end(), has_results) && followers.empty() && hours.empty() &&
           history_unchanged.empty() && history_changed.empty();
}

}  // namespace tixdb::process
