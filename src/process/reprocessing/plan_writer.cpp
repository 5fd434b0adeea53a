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

bool PlanWriter::write(const RangePlan& plan, std::int64_t now_ms) {
    if (plan.is_empty()) return true;
    store::Transaction transaction(database_);
    if (!supersede_items(plan)) return false;
    supersede(plan, now_ms);
    write_windows(plan, now_ms);
    new_windows_.put_hours(plan.installation, plan.hours);
    new_windows_.forget_delays(plan.installation);
    reports_.clear_late(plan.installation, plan.range.first, plan.range.last);
    transaction.commit();
    return true;
}

bool PlanWriter::supersede_items(const RangePlan& plan) {
    return std::all_of(plan.superseded_items.begin(), plan.superseded_items.end(),
                       [&](std::int64_t outbox_id) { return outbox_.supersede(outbox_id); });
}

void PlanWriter::supersede(const RangePlan& plan, std::int64_t now_ms) {
    for (const std::int64_t window_id : plan.superseded_windows) {
        windows_.supersede(window_id, run_id_, now_ms);
    }
    for (const std::int64_t result_id : plan.superseded_results) results_.supersede(result_id, now_ms);
    for (const SessionMove& move : plan.moves) windows_.set_session(move.window_id, move.session_report_id);
    for (const std::int64_t result_id : plan.history_unchanged) results_.clear_history_changed(result_id);
    for (const std::int64_t result_id : plan.history_changed) results_.mark_history_changed(result_id);
}

void PlanWriter::write_windows(const RangePlan& plan, std::int64_t now_ms) {
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
        new_windows_.insert(window_id, planned.window, entry.result, window_ids, now_ms);
    }
    if (planned.latency) new_windows_.put(window_id, *planned.latency);
}

}  // namespace tixdb::process
