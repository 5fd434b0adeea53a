// SPDX-License-Identifier: MIT

#include "store/evidence_reader.hpp"

#include <string_view>

#include "store/columns.hpp"
#include "store/export_range.hpp"
#include "store/sql/exported.hpp"

namespace tixdb::store {
namespace {

std::string_view query_of(EvidenceTable table) {
    switch (table) {
        case EvidenceTable::days:
            return sql::exported::select_measured_days;
        case EvidenceTable::stretches:
            return sql::exported::select_congested_stretches;
        case EvidenceTable::methods:
            return sql::exported::select_methods;
    }
    return {};
}

}  // namespace

RowCursor rows_of(Database& database, EvidenceTable table, const ExportRange& range) {
    RowCursor rows(database, query_of(table));
    bind_range(rows, range);
    return rows;
}

SignedReports::SignedReports(Database& database, const ExportRange& range)
    : reports_(database, sql::exported::select_signed_reports), observations_(database) {
    bind_range(reports_, range);
}

bool SignedReports::next(SignedReport& report) {
    if (!reports_.step()) return false;
    const bool is_pruned = !reports_.is_null(13);
    report.first_observation_s = reports_.int64(1);
    report.observation_count = reports_.int64(2);
    report.from_text = reports_.text(3);
    report.to_text = reports_.text(4);
    for (int i = 0; i < 4; ++i) report.packet_ns[static_cast<std::size_t>(i)] = reports_.int64(5 + i);
    report.digest = digest_at(reports_, 9);
    report.signature = bytes_at(reports_, 10);
    report.public_key = bytes_at(reports_, 11);
    report.key_digest = digest_at(reports_, 12);
    report.ip = reports_.text(14);
    report.observations.clear();
    if (is_pruned) return true;
    observations_.read_all(reports_.int64(0), placed_);
    for (const auto& placed : placed_) report.observations.push_back(placed.observation);
    return true;
}

}  // namespace tixdb::store
