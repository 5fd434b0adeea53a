// SPDX-License-Identifier: MIT

#include "store/latency_hour_reader.hpp"

#include "model/report.hpp"
#include "store/sql/latency_hour.hpp"

namespace tixdb::store {

LatencyHourReader::LatencyHourReader(Database& database)
    : reports_(database, sql::latency_hour::select_reports),
      set_apart_(database, sql::latency_hour::select_set_apart),
      report_times_(database, sql::latency_hour::select_report_times),
      windows_(database, sql::latency_hour::select_windows),
      ends_(database, sql::latency_hour::select_ends) {}

std::vector<HourReport> LatencyHourReader::reports(const model::InstallationKey& key, std::int64_t from_s,
                                                   std::int64_t until_s) {
    const ResetAtEnd reset(reports_);
    reports_.bind_all(key.user_id, key.installation_id, from_s, until_s, model::kLongestReportS);
    std::vector<HourReport> reports;
    while (reports_.step()) {
        reports.push_back({reports_.int64(0), place_at(reports_, 1), reports_.int64(3) != 0});
    }
    return reports;
}

ReportsSetApart LatencyHourReader::set_apart(const model::InstallationKey& key) {
    const ResetAtEnd reset(set_apart_);
    set_apart_.bind_all(key.user_id, key.installation_id);
    ReportsSetApart reports;
    while (set_apart_.step()) {
        auto& ids = set_apart_.int64(1) == 0 ? reports.unprocessed : reports.late;
        ids.insert(set_apart_.int64(0));
    }
    return reports;
}

void LatencyHourReader::report_times(const model::InstallationKey& key, std::int64_t after_s,
                                     std::int64_t until_s,
                                     const std::function<void(std::int64_t, std::int64_t)>& visit) {
    const ResetAtEnd reset(report_times_);
    report_times_.bind_all(key.user_id, key.installation_id, after_s, until_s, model::kLongestReportS);
    while (report_times_.step()) visit(report_times_.int64(0), report_times_.int64(1));
}

std::vector<HourWindow> LatencyHourReader::windows(const model::InstallationKey& key, std::int64_t from_s,
                                                   std::int64_t to_s) {
    const ResetAtEnd reset(windows_);
    windows_.bind_all(key.user_id, key.installation_id, from_s, to_s);
    std::vector<HourWindow> windows;
    while (windows_.step()) {
        HourWindow& window = windows.emplace_back();
        window.window_id = windows_.int64(0);
        window.place = {windows_.int64(1), place_at(windows_, 2), place_at(windows_, 4)};
        if (windows_.is_null(6)) continue;
        const auto bytes = windows_.blob(6);
        window.delays.emplace(bytes.begin(), bytes.end());
    }
    return windows;
}

std::optional<std::int64_t> LatencyHourReader::last_end(const model::InstallationKey& key,
                                                        const std::function<bool(std::int64_t)>& is_counted) {
    const ResetAtEnd reset(ends_);
    ends_.bind_all(key.user_id, key.installation_id);
    while (ends_.step()) {
        if (is_counted(ends_.int64(0))) return ends_.int64(1);
    }
    return std::nullopt;
}

}  // namespace tixdb::store
