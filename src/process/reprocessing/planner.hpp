// SPDX-License-Identifier: MIT
// Works out what reprocessing a span changes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "process/parameters.hpp"
#include "process/publish_rule.hpp"
#include "process/reprocessing/parameters.hpp"
#include "process/reprocessing/span_plan.hpp"
#include "process/window_computer.hpp"
#include "store/outbox_store.hpp"
#include "store/processed_report_reader.hpp"
#include "store/report_reader.hpp"
#include "store/standing_window_reader.hpp"

namespace tixdb::process {

// Thread rule: that of the connection. Reads only; the caller sees to it that nobody else changes windows.
class Planner {
  public:
    Planner(store::Database& database, const ReprocessParameters& parameters);

    [[nodiscard]] SpanPlan plan(const model::InstallationKey& key, const Span& span);
    // A dry run: from now on plans are made as if those before had been written, and reports that begin
    // before planned_until_s will still be planned.
    void assume_written(std::int64_t planned_until_s) { planned_until_s_ = planned_until_s; }

  private:
    using Standing = store::StandingWindow;
    using Reports = std::vector<store::ReportHeader>;

    void begin(const model::InstallationKey& key, const Span& span);
    void sort_out(const std::vector<FormedSession>& sessions);
    void find_predecessors(const std::vector<FormedSession>& sessions);
    void plan_session(const FormedSession& session);
    void plan_same(const Standing& standing, const Reports& reports);
    void plan_new(const Reports& reports);
    void plan_kept(const Standing& standing, const Reports& reports);
    void plan_superseded();
    void plan_result(PlannedWindow& planned, const Standing& standing, ComputedResult result,
                     const PublishedSoFar& so_far);
    void replace_items(const PlannedWindow& planned, const Standing& standing);
    void decide(const model::Window& window, ComputedResult& result, const PublishedSoFar& so_far);

    void plan_followers();
    void plan_follower(const Standing& standing, const store::StandingResult& result);
    void note_new_base(const model::Window& window);

    [[nodiscard]] const Standing* standing_of(const Reports& reports) const;

    store::Database& database_;
    const ReprocessParameters& parameters_;
    store::ReportReader chains_;
    store::ProcessedReportReader reports_;
    store::StandingWindowReader standing_reader_;
    store::OutboxStore outbox_;
    WindowComputer computer_;
    std::optional<std::int64_t> planned_until_s_;

    SpanPlan plan_;
    InstallationBatch batch_;          // what was computed: windows parallel to plan_.windows, no bodies
    std::set<std::int64_t> left_out_;  // window_id: no history, since computed again or superseded
    std::vector<Standing> standing_;   // of the span
    std::map<std::vector<std::int64_t>, const Standing*> by_reports_;
    std::set<std::int64_t> same_;  // window_id: a window is formed of the very same reports
    std::set<std::int64_t> kept_;  // window_id: neither computed nor superseded
    std::map<std::vector<std::int64_t>, std::vector<const Standing*>> predecessors_;  // of new windows
    std::set<std::int64_t> ends_;                                                     // last_s of new windows
    std::set<std::string> new_base_ips_;  // where base delays have changed, and when
    std::int64_t new_base_from_s_ = 0;
    std::int64_t new_base_to_s_ = 0;
};

}  // namespace tixdb::process
