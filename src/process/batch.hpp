// SPDX-License-Identifier: MIT
// What a worker hands to the writer: all that is new about one installation, stored in one transaction or not
// at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/installation.hpp"
#include "model/result.hpp"
#include "model/window.hpp"
#include "store/history_reader.hpp"
#include "store/result_store.hpp"

namespace tixdb::process {

// Windows that figures were taken from are named by their window_id or, before they have one, by a number
// below 0.
[[nodiscard]] constexpr std::int64_t provisional_id(std::size_t index) {
    return -1 - static_cast<std::int64_t>(index);
}
// With the ids in place of those numbers: window_ids are those of the windows by their index.
[[nodiscard]] model::WindowMetrics with_window_ids(model::WindowMetrics metrics,
                                                   const std::vector<std::int64_t>& window_ids);

struct ComputedWindow {
    model::Window window;
    store::WindowPlace place;
    std::vector<store::NewResult> results;
    bool is_hour_pruned = false;  // observations were gone that the skew is looked for in
};

struct LateReport {
    std::int64_t report_id = 0;
    std::int64_t first_observation_s = 0;
};

struct InstallationBatch {
    model::InstallationKey installation;
    std::vector<ComputedWindow> windows;          // in the order that they were formed in
    std::vector<std::int64_t> processed_reports;  // no longer unprocessed; late ones among them
    std::vector<LateReport> late;
    std::int64_t pruned_windows = 0;  // not formed, because observations of theirs are gone
    bool has_more = false;            // there are new reports after these
};

}  // namespace tixdb::process
