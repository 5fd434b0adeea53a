// SPDX-License-Identifier: MIT
// What a worker hands to the writer: all that is new about one installation, stored in one transaction or not
// at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "model/publish_decision.hpp"
#include "model/result.hpp"
#include "model/window.hpp"

namespace tixdb::process {

// The window whose base delay is a result's baseline: its own unless one of these is set.
struct BaselineWindow {
    std::optional<std::int64_t> stored_window_id;
    std::optional<std::size_t> window_index;  // of an earlier window of the same batch
};

struct ComputedResult {
    model::WindowMetrics metrics;
    model::PublishDecision decision = model::PublishDecision::other_method;
    std::optional<std::string> body;  // of the request, if queued
    BaselineWindow baseline;
    std::optional<double> session_skew_ms_per_s;  // the last fitted one up to this window
};

struct ComputedWindow {
    model::Window window;
    std::vector<ComputedResult> results;
};

struct LateReport {
    std::int64_t report_id = 0;
    std::int64_t first_s = 0;
};

struct InstallationBatch {
    model::InstallationKey installation;
    std::vector<ComputedWindow> windows;          // in the order that they were formed in
    std::vector<std::int64_t> looked_at_reports;  // no longer unprocessed; late ones among them
    std::vector<LateReport> late;
    std::int64_t pruned_windows = 0;  // not formed, because observations of theirs are gone
    bool has_more = false;            // there are new reports after these
};

}  // namespace tixdb::process
