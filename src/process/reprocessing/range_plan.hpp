// SPDX-License-Identifier: MIT
// What reprocessing a range of sessions would change. It is worked out first, shown to people, and then
// written exactly so.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/enum_names.hpp"
#include "model/installation.hpp"
#include "model/latency.hpp"
#include "process/batch.hpp"
#include "process/reprocessing/session_range.hpp"
#include "store/history_reader.hpp"
#include "store/result_figures.hpp"
#include "store/result_store.hpp"

namespace tixdb::process {

// Why a value has changed.
enum class Why {
    method_version,  // the method has changed
    parameters,      // it was computed with others
    not_computed,    // the method had not been computed for the window
    late_reports,    // the window has other reports: late ones came in, or moved where windows begin
    link_rate,       // another rate of the link was given
    history,         // the same window; what it reads of earlier results has changed
    publish,         // the same value; it is queued now
};

inline constexpr EnumNames<Why, 7> kWhyNames("reason of a change", {{{Why::method_version, "method_version"},
                                                                     {Why::parameters, "parameters"},
                                                                     {Why::not_computed, "not_computed"},
                                                                     {Why::late_reports, "late_reports"},
                                                                     {Why::link_rate, "link_rate"},
                                                                     {Why::history, "history"},
                                                                     {Why::publish, "publish"}}});

[[nodiscard]] constexpr std::string_view name_of(Why why) {
    return kWhyNames.name_of(why);
}

// One value of one window and method; empty where there is no such window before or after.
struct ValueChange {
    std::int64_t last_probe_s = 0;
    model::Method method = model::Method::classic;
    std::string_view value;  // the column's name
    store::FigureValue was;
    store::FigureValue is;
    Why why = Why::history;
    std::optional<model::PublishDecision> decision;  // of the new result
};

struct PlannedResult {
    std::optional<std::int64_t> supersedes;  // result_id
    store::NewResult result;
};

struct PlannedWindow {
    std::optional<std::int64_t> window_id;  // the row it keeps; none: a new one
    model::Window window;
    store::WindowPlace place;
    std::vector<PlannedResult> results;
    std::optional<model::Latency> latency;  // where it differs from what is stored
    // All that was computed, changed or not: what later windows read.
    std::vector<model::WindowMetrics> computed;
};

struct SessionMove {
    std::int64_t window_id = 0;
    std::int64_t session_report_id = 0;
};

// Windows that keep their results although they were to be computed again.
struct KeptWindows {
    std::int64_t count = 0;
    std::int64_t first_end_s = 0;  // the ends of the first and the last one
    std::int64_t last_end_s = 0;

    void add(std::int64_t last_probe_s);
};

struct RangePlan {
    model::InstallationKey installation;
    SessionRange range;
    std::int64_t sessions = 0;
    std::int64_t reports = 0;
    std::int64_t late_reports = 0;  // that are taken in
    // In the order of their chains; results name those that have no row yet by their index (provisional_id).
    std::vector<PlannedWindow> windows;
    // Other windows, later ones mostly, whose results read something else now; in the order that they were
    // computed in.
    std::vector<PlannedWindow> followers;
    std::vector<ChangedHour> hours;  // that differ from what is stored
    std::vector<std::int64_t> superseded_windows;
    std::vector<std::int64_t> superseded_results;  // of superseded windows
    std::vector<std::int64_t> superseded_items;    // of the outbox
    std::vector<SessionMove> moves;
    // result_ids: marked as such, and found to read what they would now.
    std::vector<std::int64_t> history_unchanged;
    // result_ids: they stay, although they would read something else now.
    std::vector<std::int64_t> history_changed;
    KeptWindows pruned;          // because some of their observations are gone
    KeptWindows on_way;          // their items are sending or uncertain: to be resolved first
    std::int64_t unchanged = 0;  // windows
    std::vector<ValueChange> changes;

    // True if there is nothing to write.
    [[nodiscard]] bool is_empty() const;
};

}  // namespace tixdb::process
