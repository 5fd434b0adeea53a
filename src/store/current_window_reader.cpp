// SPDX-License-Identifier: MIT

#include "store/current_window_reader.hpp"

#include "store/sql/current_window.hpp"

namespace tixdb::store {
namespace {

CurrentResult current_result_at(const Statement& row) {
    CurrentResult result;
    static_cast<StoredResult&>(result) = stored_result_at(row);
    const int outbox_id = row.column_named("outbox_id");
    if (!row.is_null(outbox_id)) {
        const auto state = model::kOutboxStates.require(row.text_view(row.column_named("outbox_state")));
        result.item = CurrentItem{row.int64(outbox_id), state};
    }
    return result;
}

}  // namespace

CurrentWindowReader::CurrentWindowReader(Database& database)
    : sessions_(database, sql::current_window::select_sessions),
      windows_(database, sql::current_window::select_windows),
      later_windows_(database, sql::current_window::select_later_windows),
      reports_(database, sql::current_window::select_window_reports),
      results_(database, sql::current_window::select_results) {}

std::vector<CurrentSession> CurrentWindowReader::sessions(const model::InstallationKey& key,
                                                          const ReportPlace& first, const ReportPlace& last) {
    sessions_.bind_all(key.user_id, key.installation_id, first.first_observation_s, bytes_of(first),
                       last.first_observation_s, bytes_of(last));
    std::vector<CurrentSession> sessions;
    while (sessions_.step()) sessions.push_back({sessions_.int64(0), place_at(sessions_, 1)});
    return sessions;
}

std::vector<CurrentWindow> CurrentWindowReader::windows(const model::InstallationKey& key,
                                                        const ReportPlace& first, const ReportPlace& last) {
    windows_.bind_all(key.user_id, key.installation_id, first.first_observation_s, bytes_of(first),
                      last.first_observation_s, bytes_of(last));
    return read(windows_);
}

std::vector<CurrentWindow> CurrentWindowReader::windows_between(const model::InstallationKey& key,
                                                                std::int64_t after_s, std::int64_t until_s) {
    later_windows_.bind_all(key.user_id, key.installation_id, after_s, until_s);
    return read(later_windows_);
}

std::vector<CurrentWindow> CurrentWindowReader::read(Statement& query) {
    std::vector<CurrentWindow> windows;
    while (query.step()) {
        windows.push_back(
            {query.int64(0), query.int64(1), query.text(2), query.int64(3), place_at(query, 4), {}, {}});
    }
    for (CurrentWindow& window : windows) {
        window.reports = reports_of(window.window_id);
        window.results = results_of(window.window_id);
    }
    return windows;
}

std::vector<ReportHeader> CurrentWindowReader::reports_of(std::int64_t window_id) {
    reports_.bind_all(window_id);
    std::vector<ReportHeader> reports;
    while (reports_.step()) reports.push_back(header_of(reports_));
    reports.shrink_to_fit();  // of months of windows at once
    return reports;
}

std::vector<CurrentResult> CurrentWindowReader::results_of(std::int64_t window_id) {
    results_.bind_all(window_id);
    std::vector<CurrentResult> results;
    results.reserve(model::kMethods.size());
    while (results_.step()) results.push_back(current_result_at(results_));
    return results;
}

}  // namespace tixdb::store
