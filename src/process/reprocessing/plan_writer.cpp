// SPDX-License-Identifier: MIT

#include "process/reprocessing/plan_writer.hpp"

#include <algorithm>

namespace tixdb::process {

PlanWriter::PlanWriter(store::Database& database, std::int64_t run_id, model::AddressLookup* networks)
    : database_(database),
      run_id_(run_id),
      new_windows_(database, run_id, networks),
      windows_(database),
      results_(database),
      reports_(database),
      outbox_(database) {}

bool PlanWriter::write(const SpanPlan& plan, std::int64_t now_ms) {
    if (plan.is_empty()) return true;
    store::Transaction transaction(database_);
    if (!supersede_items(plan)) return false;
    supersede(plan, now_ms);
    write_windows(plan, now_ms);
    reports_.take_in_late(plan.installation, plan.span.first, plan.span.last);
    transaction.commit();
    return true;
}

bool PlanWriter::supersede_items(const SpanPlan& plan) {
    return std::all_of(plan.superseded_items.begin(), plan.superseded_items.end(),
                       [&](std::int64_t outbox_id) { return outbox_.supersede(outbox_id); });
}

void PlanWriter::supersede(const SpanPlan& plan, std::int64_t now_ms) {
    for (const std::int64_t window_id : plan.superseded_windows) {
        windows_.supersede(window_id, run_id_, now_ms);
    }
    for (const std::int64_t result_id : plan.superseded_results) results_.supersede(result_id, now_ms);
    for (const SessionMove& move : plan.moves) windows_.set_session(move.window_id, move.session_report_id);
}

void PlanWriter::write_windows(const SpanPlan& plan, std::int64_t now_ms) {
    std::vector<std::int64_t> window_ids;
    for (const PlannedWindow& planned : plan.windows) {
        const std::int64_t window_id =
            planned.window_id ? *planned.window_id : new_windows_.insert(planned.window, now_ms);
        window_ids.push_back(window_id);
        write_results(planned, window_id, window_ids, now_ms);
    }
    for (const PlannedWindow& planned : plan.followers) {
        write_results(planned, planned.window_id.value(), window_ids, now_ms);
    }
}

void PlanWriter::write_results(const PlannedWindow& planned, std::int64_t window_id,
                               const std::vector<std::int64_t>& window_ids, std::int64_t now_ms) {
    for (const PlannedResult& entry : planned.results) {
        if (entry.supersedes) results_.supersede(*entry.supersedes, now_ms);
        const ComputedResult& result = entry.result;
        results_.insert(window_id, planned.window,
                        {result.metrics, result.decision, baseline_window_id(result, window_ids, window_id),
                         result.session_skew_ms_per_s, result.body},
                        run_id_, now_ms);
    }
}

}  // namespace tixdb::process
