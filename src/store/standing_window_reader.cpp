// SPDX-License-Identifier: MIT

#include "store/standing_window_reader.hpp"

#include "store/columns.hpp"
#include "store/sql/standing.hpp"

namespace tixdb::store {
namespace {

StandingResult standing_result_at(const Statement& row) {
    StandingResult result;
    result.result_id = row.int64(0);
    result.method = model::method_named(row.text_view(1)).value();
    result.method_version = static_cast<int>(row.int64(2));
    result.parameters_json = row.text(3);
    result.epsilon_up_ms = json_number_at(row, 4);
    result.epsilon_down_ms = json_number_at(row, 5);
    result.session_skew_ms_per_s = row.optional_real(6);
    result.decision = model::publish_decision_named(row.text_view(7)).value();
    if (!row.is_null(8)) {
        result.item = StandingItem{row.int64(8), model::outbox_state_named(row.text_view(9)).value()};
    }
    result.figures = figures_of(row, 10);
    return result;
}

}  // namespace

StandingWindowReader::StandingWindowReader(Database& database)
    : sessions_(database, sql::standing::select_sessions),
      windows_(database, sql::standing::select_windows),
      later_windows_(database, sql::standing::select_later_windows),
      reports_(database, sql::standing::select_window_reports),
      results_(database, sql::standing::select_results) {}

std::vector<StandingSession> StandingWindowReader::sessions(const model::InstallationKey& key,
                                                            const ReportPlace& first,
                                                            const ReportPlace& last) {
    sessions_.bind_all(key.user_id, key.installation_id, first.first_s, bytes_of(first), last.first_s,
                       bytes_of(last));
    std::vector<StandingSession> sessions;
    while (sessions_.step()) sessions.push_back({sessions_.int64(0), place_at(sessions_, 1)});
    return sessions;
}

std::vector<StandingWindow> StandingWindowReader::windows(const model::InstallationKey& key,
                                                          const ReportPlace& first, const ReportPlace& last) {
    windows_.bind_all(key.user_id, key.installation_id, first.first_s, bytes_of(first), last.first_s,
                      bytes_of(last));
    return read(windows_);
}

std::vector<StandingWindow> StandingWindowReader::windows_between(const model::InstallationKey& key,
                                                                  std::int64_t after_s,
                                                                  std::int64_t until_s) {
    later_windows_.bind_all(key.user_id, key.installation_id, after_s, until_s);
    return read(later_windows_);
}

std::vector<StandingWindow> StandingWindowReader::read(Statement& query) {
    std::vector<StandingWindow> windows;
    while (query.step()) {
        windows.push_back({query.int64(0), query.int64(1), query.text(2), query.int64(3), {}, {}});
    }
    for (StandingWindow& window : windows) {
        window.reports = reports_of(window.window_id);
        window.results = results_of(window.window_id);
    }
    return windows;
}

std::vector<ReportHeader> StandingWindowReader::reports_of(std::int64_t window_id) {
    reports_.bind_all(window_id);
    std::vector<ReportHeader> reports;
    while (reports_.step()) reports.push_back(header_of(reports_));
    return reports;
}

std::vector<StandingResult> StandingWindowReader::results_of(std::int64_t window_id) {
    results_.bind_all(window_id);
    std::vector<StandingResult> results;
    while (results_.step()) results.push_back(standing_result_at(results_));
    return results;
}

}  // namespace tixdb::store
