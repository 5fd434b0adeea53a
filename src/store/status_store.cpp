// SPDX-License-Identifier: MIT

#include "store/status_store.hpp"

#include "store/sql/status.hpp"
#include "store/statement.hpp"

namespace tixdb::store {
namespace {

// Columns from first on: from, to, and the installation or NULL.
LateRange range_at(const Statement& row, int first) {
    LateRange range{row.int64(first), row.int64(first + 1), std::nullopt};
    const auto user_id = row.optional_int64(first + 2);
    const auto installation_id = row.optional_int64(first + 3);
    if (user_id && installation_id) range.installation = model::InstallationKey{*user_id, *installation_id};
    return range;
}

}  // namespace

Status StatusStore::status() {
    const Snapshot snapshot(database_);
    Statement totals(database_, sql::status::select_totals);
    totals.step();
    Status status;
    status.installations = totals.int64(0);
    status.reports = totals.int64(1);
    status.observations = totals.int64(2);
    status.latest_s = totals.optional_int64(3);
    status.newest_ingested_ms = totals.optional_int64(4);
    status.unprocessed_reports = totals.int64(5);
    status.late_reports = totals.int64(6);
    status.unfinished_files = totals.int64(7);
    status.windows = totals.int64(8);
    status.oldest_waiting_s = totals.optional_int64(9);
    status.size_bytes = totals.int64(10);
    status.free_bytes = totals.int64(11);
    status.pruned_reports = totals.int64(12);
    status.pruned_before_s = totals.optional_int64(13);
    totals.reset();
    status.late_range = late_range();
    add_history_changed(status);
    if (status.latest_s) status.detection = detection(*status.latest_s);
    status.results = counts(sql::status::count_results);
    status.outbox = counts(sql::status::count_outbox);
    status.rejected = counts(sql::status::count_rejected);
    return status;
}

std::optional<LateRange> StatusStore::late_range() {
    Statement query(database_, sql::status::select_late_range);
    if (!query.step()) return std::nullopt;
    return range_at(query, 0);
}

void StatusStore::add_history_changed(Status& status) {
    Statement query(database_, sql::status::select_history_changed);
    if (!query.step()) return;
    status.history_changed = query.int64(0);
    status.history_changed_range = range_at(query, 1);
}

Detection StatusStore::detection(std::int64_t newest_s) {
    Statement query(database_, sql::status::select_detection);
    query.bind_all(newest_s);
    if (!query.step()) return {};
    return {query.int64(0),
            {query.int64(1), query.int64(2), query.int64(3)},
            {query.int64(4), query.int64(5), query.int64(6)},
            query.int64(7),
            query.int64(8)};
}

NamedCounts StatusStore::counts(std::string_view sql) {
    Statement query(database_, sql);
    NamedCounts named;
    while (query.step()) named.emplace_back(query.text(0), query.int64(1));
    return named;
}

}  // namespace tixdb::store
