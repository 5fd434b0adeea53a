// SPDX-License-Identifier: MIT

#include "store/history_reader.hpp"

#include "store/sql/window.hpp"

namespace tixdb::store {
namespace {

HistoricResult historic_result_at(const Statement& row, model::Method method) {
    HistoricResult result;
    result.window_id = row.int64(0);
    result.place = {row.int64(1), place_at(row, 3), place_at(row, 5)};
    result.ip = row.text(2);
    result.metrics.method = method;
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
    return result;
}

}  // namespace

HistoryReader::HistoryReader(Database& database, model::Method method, int method_version)
    : method_(method), method_version_(method_version), results_(database, sql::window::select_history) {}

std::vector<HistoricResult> HistoryReader::results(const model::InstallationKey& key, std::int64_t after_s,
                                                   std::int64_t until_s) {
    const ResetAtEnd reset(results_);
    results_.bind_all(key.user_id, key.installation_id, after_s, until_s, name_of(method_), method_version_);
    std::vector<HistoricResult> results;
    while (results_.step()) results.push_back(historic_result_at(results_, method_));
    return results;
}

}  // namespace tixdb::store
