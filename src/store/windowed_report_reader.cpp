// SPDX-License-Identifier: MIT

#include "store/windowed_report_reader.hpp"

#include "store/sql/report.hpp"

namespace tixdb::store {

WindowedReportReader::WindowedReportReader(Database& database)
    : query_(database, sql::report::select_windowed) {}

void WindowedReportReader::seek(const model::InstallationKey& key, const ReportPlace& after) {
    query_.reset();
    after_ = after;
    query_.bind_all(key.user_id, key.installation_id, after_.first_observation_s, bytes_of(after_));
    is_at_end_ = false;
}

std::optional<WindowedReport> WindowedReportReader::next() {
    if (is_at_end_) return std::nullopt;
    is_at_end_ = !query_.step();
    if (is_at_end_) return std::nullopt;
    return WindowedReport{place_at(query_, 0), query_.text(2)};
}

}  // namespace tixdb::store
