// SPDX-License-Identifier: MIT

#include "store/export_reader.hpp"

#include <string_view>
#include <utility>

#include "store/export_range.hpp"
#include "store/sql/exported.hpp"

namespace tixdb::store {
namespace {

std::string_view query_of(ExportTable table) {
    switch (table) {
        case ExportTable::results:
            return sql::exported::select_results;
        case ExportTable::latency:
            return sql::exported::select_latency;
        case ExportTable::hours:
            return sql::exported::select_hours;
        case ExportTable::minutes:
            return sql::exported::select_minutes;
        case ExportTable::outbox:
            return sql::exported::select_outbox;
        case ExportTable::rejected:
            return sql::exported::select_rejected;
        case ExportTable::gaps:
            return sql::exported::select_gaps;
    }
    return {};
}

}  // namespace

RowCursor rows_of(Database& database, ExportTable table, const ExportRange& range) {
    RowCursor rows(database, query_of(table));
    bind_range(rows, range);
    return rows;
}

// Of some hours of a fleet the times' index names the reports, which then have to be sorted; of one user's,
// or of all, the key's order is read as it is.
ExportedReports::ExportedReports(Database& database, const ExportRange& range)
    : reports_(database, range.has_times() && !range.user_id ? sql::exported::select_reports_of_time
                                                             : sql::exported::select_reports) {
    bind_range(reports_, range);
}

bool ExportedReports::next(ExportedReport& report) {
    if (!reports_.step()) return false;
    report.report_id = reports_.int64(0);
    report.installation = {reports_.int64(1), reports_.int64(2)};
    report.ip = reports_.text_view(3);
    report.is_pruned = !reports_.is_null(4);
    return true;
}

}  // namespace tixdb::store
