// SPDX-License-Identifier: MIT

#include "store/signed_report_reader.hpp"

#include "store/columns.hpp"
#include "store/export_range.hpp"
#include "store/sql/archive.hpp"
#include "store/sql/exported.hpp"

namespace tixdb::store {

SignedReportReader::SignedReportReader(Database& database, std::string_view sql)
    : reports_(database, sql), observations_(database) {}

SignedReportReader::SignedReportReader(Database& database, const ExportRange& range)
    : SignedReportReader(database, sql::exported::select_signed_reports) {
    bind_range(reports_, range);
}

SignedReportReader::SignedReportReader(Database& database, const model::InstallationKey& key,
                                       std::int64_t from_s, std::int64_t to_s)
    : SignedReportReader(database, sql::archive::select_reports) {
    reports_.bind_all(key.user_id, key.installation_id, from_s, to_s);
}

// Both queries have the same columns.
bool SignedReportReader::next(model::Report& report) {
    if (!reports_.step()) return false;
    report.installation = {reports_.int64(2), reports_.int64(3)};
    report.ip = reports_.text(4);
    report.from = reports_.text(5);
    report.to = reports_.text(6);
    for (int i = 0; i < 4; ++i) report.packet_ns[static_cast<std::size_t>(i)] = reports_.int64(7 + i);
    report.message_digest = digest_at(reports_, 11);
    report.signature = bytes_at(reports_, 12);
    report.public_key = bytes_at(reports_, 13);
    report.key_digest = digest_at(reports_, 14);
    report.observations.clear();
    return true;
}

void SignedReportReader::read_observations(model::Report& report) {
    report.observations.clear();
    if (!reports_.is_null(1)) return;
    observations_.read_all(reports_.int64(0), placed_);
    for (const auto& placed : placed_) report.observations.push_back(placed.observation);
}

}  // namespace tixdb::store
