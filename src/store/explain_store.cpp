// SPDX-License-Identifier: MIT

#include "store/explain_store.hpp"

#include <algorithm>
#include <span>

#include "model/window.hpp"
#include "store/columns.hpp"
#include "store/sketch_blob.hpp"
#include "store/sql/explain.hpp"
#include "store/statement.hpp"

namespace tixdb::store {
namespace {

// Columns from first on, in the order of select_window.sql.
std::optional<StoredNetwork> network_at(const Statement& row, int first) {
    if (!row.optional_text(first)) return std::nullopt;
    StoredNetwork stored;
    stored.network.kind = model::kAddressKinds.require(row.text_view(first));
    stored.network.prefix = row.optional_text(first + 1);
    stored.network.as_number = row.optional_text(first + 2);
    stored.network.as_name = row.optional_text(first + 3);
    stored.network.country = row.optional_text(first + 4);
    stored.network.as_snapshot_id = row.optional_int64(first + 5);
    stored.source = row.optional_text(first + 6);
    stored.valid_from_s = row.optional_int64(first + 7);
    stored.looked_up_ms = row.int64(first + 8);
    stored.run_id = row.optional_int64(first + 9);
    return stored;
}

ReportRow report_at(const Statement& row) {
    ReportRow report;
    report.report_id = row.int64(0);
    report.first_observation_s = row.int64(1);
    report.last_observation_s = row.int64(2);
    report.observation_count = row.int64(3);
    report.ip = row.text(4);
    report.digest = digest_at(row, 5);
    report.verified = row.int64(6) != 0;
    report.pruned_ms = row.optional_int64(7);
    report.run_id = row.optional_int64(8);
    return report;
}

}  // namespace

std::vector<WindowAt> ExplainStore::windows_at(const model::InstallationKey& key, std::int64_t time_s) {
    Statement query(database_, sql::explain::select_windows_at);
    query.bind_all(key.user_id, key.installation_id, time_s);
    std::vector<WindowAt> windows;
    while (query.step()) windows.push_back({query.int64(0), query.int64(1)});
    return windows;
}

NearestWindows ExplainStore::nearest_windows(const model::InstallationKey& key, std::int64_t time_s) {
    Statement query(database_, sql::explain::select_nearest_ends);
    query.bind_all(key.user_id, key.installation_id, time_s);
    query.step();
    return {query.optional_int64(0), query.optional_int64(1), query.int64(2)};
}

std::optional<WindowRow> ExplainStore::window(std::int64_t window_id) {
    Statement query(database_, sql::explain::select_window);
    query.bind_all(window_id);
    if (!query.step()) return std::nullopt;
    WindowRow row;
    row.window_id = window_id;
    row.installation = {query.int64(0), query.int64(1)};
    row.ip = query.text(2);
    row.session_report_id = query.int64(3);
    row.first_report_s = query.int64(4);
    row.last_report_s = query.int64(5);
    row.first_probe_s = query.int64(6);
    row.last_probe_s = query.int64(7);
    row.reports = query.int64(8);
    row.observations = query.int64(9);
    row.distinct_observations = query.int64(10);
    row.formed_ms = query.int64(11);
    row.run_id = query.optional_int64(12);
    row.session_first_report_s = query.int64(13);
    row.session_last_report_s = query.optional_int64(14).value_or(row.last_report_s);
    row.network = network_at(query, 15);
    return row;
}

std::optional<WindowBounds> ExplainStore::bounds(std::int64_t window_id) {
    Statement query(database_, sql::explain::select_bounds);
    query.bind_all(window_id);
    if (!query.step()) return std::nullopt;
    return WindowBounds{query.int64(0), query.int64(1), query.int64(2) != 0};
}

std::vector<ReportRow> ExplainStore::reports(const WindowRow& window) {
    Statement query(database_, sql::explain::select_reports);
    query.bind_all(window.window_id);
    std::vector<ReportRow> reports;
    while (query.step()) reports.push_back(report_at(query));
    add_files(reports, window);
    return reports;
}

void ExplainStore::add_files(std::vector<ReportRow>& reports, const WindowRow& window) {
    Statement query(database_, sql::explain::select_files);
    query.bind_all(window.installation.user_id, window.installation.installation_id, window.window_id);
    while (query.step()) {
        const std::int64_t report_id = query.int64(0);
        const auto is_it = [&](const ReportRow& report) { return report.report_id == report_id; };
        const auto report = std::find_if(reports.begin(), reports.end(), is_it);
        if (report != reports.end()) report->files.push_back(query.text(1));
    }
}

std::vector<LateReportRow> ExplainStore::late_reports(const WindowRow& window) {
    Statement query(database_, sql::explain::select_late_reports);
    query.bind_all(window.installation.user_id, window.installation.installation_id, window.ip,
                   window.session_first_report_s, window.session_last_report_s, model::kSessionGapS);
    std::vector<LateReportRow> late;
    while (query.step()) {
        late.push_back({query.int64(0), query.int64(1), query.int64(2), query.int64(3), digest_at(query, 4),
                        query.int64(5)});
    }
    return late;
}

std::vector<StoredResult> ExplainStore::results(std::int64_t window_id) {
    Statement query(database_, sql::explain::select_results);
    query.bind_all(window_id);
    std::vector<StoredResult> results;
    while (query.step()) results.push_back(stored_result_at(query));
    return results;
}

StoredSketches ExplainStore::sketches_as_of(std::int64_t window_id, std::int64_t result_id) {
    Statement query(database_, sql::explain::select_sketches_as_of);
    query.bind_all(window_id, result_id);
    if (!query.step()) return {};
    return {{query.optional_real(0), sketch_in(query.blob(1))},
            {query.optional_real(2), sketch_in(query.blob(3))}};
}

std::vector<SupersededResult> ExplainStore::superseded_results(std::int64_t window_id) {
    Statement query(database_, sql::explain::select_superseded_results);
    query.bind_all(window_id);
    std::vector<SupersededResult> results;
    while (query.step()) {
        results.push_back({query.int64(0), query.int64(1), query.text(2), static_cast<int>(query.int64(3)),
                           query.text(4), query.int64(5), query.int64(6), query.text(7),
                           query.optional_real(8), query.optional_real(9), query.optional_real(10),
                           query.optional_real(11)});
    }
    return results;
}

std::vector<SessionReport> ExplainStore::session_reports(std::int64_t window_id, std::int64_t begins_after_s,
                                                         std::int64_t ends_after_s) {
    Statement query(database_, sql::explain::select_session_reports);
    query.bind_all(window_id, begins_after_s, ends_after_s);
    std::vector<SessionReport> reports;
    while (query.step()) reports.push_back({query.int64(0), query.int64(1) != 0, query.int64(2)});
    return reports;
}

std::vector<std::int64_t> ExplainStore::outbox_ids(const model::InstallationKey& key, std::int64_t last_s) {
    Statement query(database_, sql::explain::select_outbox_ids);
    query.bind_all(key.user_id, key.installation_id, last_s);
    std::vector<std::int64_t> ids;
    while (query.step()) ids.push_back(query.int64(0));
    return ids;
}

}  // namespace tixdb::store
