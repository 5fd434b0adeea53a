// SPDX-License-Identifier: MIT
// What a worker passes to the writer: everything new about one installation, stored in one transaction or not
// at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/installation.hpp"
#include "model/latency.hpp"
#include "model/result.hpp"
#include "model/window.hpp"
#include "process/latency_hours.hpp"
#include "process/packed_delays.hpp"
#include "store/history_reader.hpp"
#include "store/result_store.hpp"

namespace tixdb::process {

// Windows that figures were taken from are named by their window_id or, before they have one, by a number
// below 0.
[[nodiscard]] constexpr std::int64_t provisional_id(std::size_t index) {
    return -1 - static_cast<std::int64_t>(index);
}
// Replaces these numbers by ids. window_ids: of the windows, by their index.
[[nodiscard]] model::WindowMetrics with_window_ids(model::WindowMetrics metrics,
                                                   const std::vector<std::int64_t>& window_ids);

// Of a window; without `queueing` there are no delays in it.
struct WindowLatency {
    model::Latency latency;
    PackedDelays delays;  // of the kept probes
};

struct ComputedWindow {
    model::Window window;
    store::WindowPlace place;
    std::vector<store::NewResult> results;
    std::optional<WindowLatency> latency;
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
    std::vector<ChangedHour> hours;          // that may differ from what is stored
    std::vector<StoredDelays> delays_again;  // of stored windows, computed for these hours
    std::int64_t pruned_windows = 0;         // not formed, because observations of theirs are gone
    bool has_more = false;                   // there are new reports after these
};

}  // namespace tixdb::process
