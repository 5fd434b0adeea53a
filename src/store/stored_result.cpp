// SPDX-License-Identifier: MIT

#include "store/stored_result.hpp"

#include "store/columns.hpp"
#include "store/result_figures.hpp"

namespace tixdb::store {
StoredResult stored_result_at(const Statement& row) {
    StoredResult result;
    result.result_id = row.int64(row.column_named("result_id"));
    result.window_id = row.int64(row.column_named("window_id"));
    result.metrics = metrics_at(row, method_at(row, row.column_named("method")));
    result.metrics.method_version = static_cast<int>(row.int64(row.column_named("method_version")));
    result.metrics.parameters_json = row.text(row.column_named("parameters"));
    result.epsilon_up_ms = json_number_at(row, row.column_named("epsilon_up"));
    result.epsilon_down_ms = json_number_at(row, row.column_named("epsilon_down"));
    result.baseline_window_id = row.optional_int64(row.column_named("baseline_window_id"));
    result.history_changed = row.int64(row.column_named("history_changed")) != 0;
    result.computed_ms = row.int64(row.column_named("computed_ms"));
    result.run_id = row.optional_int64(row.column_named("run_id"));
    result.decision = model::kPublishDecisions.require(row.text_view(row.column_named("publish_decision")));
    return result;
}

}  // namespace tixdb::store
