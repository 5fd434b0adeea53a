// SPDX-License-Identifier: MIT

#include "store/history_reader.hpp"

#include "store/sketch_blob.hpp"
#include "store/sql/window.hpp"

namespace tixdb::store {
namespace {

HistoricResult historic_result_at(const Statement& row) {
    HistoricResult result;
    result.window_id = row.int64(0);
    result.place = {row.int64(1), place_at(row, 3), place_at(row, 5)};
    result.ip = row.text(2);
    result.metrics.method = model::Method::queueing;
    if (!row.is_null(7)) result.metrics.up.usage = row.real(7);
    set_reasons(result.metrics, row.text_view(8));
    model::QueueingInputs& inputs = result.metrics.queueing.emplace();
    inputs.skew_ms_per_s = row.optional_real(9);
    if (!row.is_null(10)) inputs.skew_source = model::kSkewSources.require(row.text_view(10));
    inputs.skipped_direction = row.text(11);
    inputs.base_ms = row.optional_real(12);
    inputs.floor_sum_ms = row.optional_real(13);
    inputs.baseline_ms = row.optional_real(14);
    inputs.since_s = row.optional_int64(15);
    if (row.is_null(17) || row.is_null(19)) return result;
    model::AdaptiveFindings& findings = result.metrics.adaptive.emplace();
    findings.up.quartile_ms = row.optional_real(16);
    findings.up.sketch = sketch_in(row.blob(17));
    findings.down.quartile_ms = row.optional_real(18);
    findings.down.sketch = sketch_in(row.blob(19));
    return result;
}

}  // namespace

HistoryReader::HistoryReader(Database& database, const HistoryVersions& versions)
    : versions_(versions), results_(database, sql::window::select_history) {}

std::vector<HistoricResult> HistoryReader::results(const model::InstallationKey& key, std::int64_t after_s,
                                                   std::int64_t until_s) {
    const ResetAtEnd reset(results_);
    results_.bind_all(key.user_id, key.installation_id, after_s, until_s, versions_.queueing,
                      versions_.adaptive);
    std::vector<HistoricResult> results;
    while (results_.step()) results.push_back(historic_result_at(results_));
    return results;
}

}  // namespace tixdb::store
