// SPDX-License-Identifier: MIT

#include "store/expired_rows_store.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sqlite3.h>

#include <string_view>
#include <vector>

#include "store/row_removal.hpp"
#include "store/sql/retention.hpp"
#include "store/statement.hpp"

namespace tixdb::store {
namespace {

// Of one row with one number; nothing for NULL.
template <typename... Values>
std::optional<std::int64_t> number_of(Database& database, std::string_view sql, const Values&... values) {
    Statement query(database, sql);
    query.bind_all(values...);
    if (!query.step()) return std::nullopt;
    return query.optional_int64(0);
}

// Returns how many rows it changed.
template <typename... Values>
std::int64_t change(Database& database, std::string_view sql, const Values&... values) {
    Statement statement(database, sql);
    statement.bind_all(values...);
    statement.execute();
    return sqlite3_changes64(database.handle().getHandle());
}

template <typename... Values>
std::vector<std::int64_t> ids_of(Database& database, std::string_view sql, const Values&... values) {
    std::vector<std::int64_t> ids;
    Statement query(database, sql);
    query.bind_all(values...);
    while (query.step()) ids.push_back(query.int64(0));
    return ids;
}

}  // namespace

std::int64_t ExpiredRowsStore::count_rejected(std::int64_t before_ms) {
    return number_of(database_, sql::retention::count_rejected, before_ms).value_or(0);
}

std::int64_t ExpiredRowsStore::delete_rejected(std::int64_t before_ms, std::int64_t limit) {
    return change(database_, sql::retention::delete_rejected, before_ms, limit);
}

std::int64_t ExpiredRowsStore::count_runs(std::int64_t before_ms) {
    return number_of(database_, sql::retention::count_runs, before_ms).value_or(0);
}

std::int64_t ExpiredRowsStore::delete_runs(std::int64_t before_ms, std::int64_t limit) {
    return change(database_, sql::retention::delete_runs, before_ms, limit);
}

std::optional<std::int64_t> ExpiredRowsStore::first_open_item_s(const model::InstallationKey& key,
                                                                std::int64_t before_s) {
    return number_of(database_, sql::retention::select_first_open_item, key.user_id, key.installation_id,
                     before_s);
}

std::int64_t ExpiredRowsStore::count_done_items(const model::InstallationKey& key, std::int64_t before_s,
                                                std::int64_t done_before_ms) {
    return number_of(database_, sql::retention::count_done_items, key.user_id, key.installation_id, before_s,
                     done_before_ms)
        .value_or(0);
}

bool ExpiredRowsStore::has_done_items(const model::InstallationKey& key, std::int64_t before_s,
                                      std::int64_t done_before_ms) {
    return !ids_of(database_, sql::retention::select_done_items, key.user_id, key.installation_id, before_s,
                   done_before_ms, 1)
                .empty();
}

std::int64_t ExpiredRowsStore::delete_done_items(const model::InstallationKey& key, std::int64_t before_s,
                                                 std::int64_t done_before_ms, std::int64_t limit) {
    std::vector<std::int64_t> ids;
    std::int64_t last_s = 0;
    Statement query(database_, sql::retention::select_done_items);
    query.bind_all(key.user_id, key.installation_id, before_s, done_before_ms, limit);
    while (query.step()) {
        ids.push_back(query.int64(0));
        last_s = query.int64(1);
    }
    Statement remove(database_, sql::retention::delete_item);
    for (const std::int64_t id : ids) {
        remove.bind_all(id);
        remove.execute();
    }
    if (!ids.empty()) {
        change(database_, sql::retention::update_items_pruned_before, key.user_id, key.installation_id,
               last_s + 1);
    }
    return std::ssize(ids);
}

std::optional<std::int64_t> ExpiredRowsStore::first_report_s(const model::InstallationKey& key,
                                                             std::int64_t from_s) {
    return number_of(database_, sql::retention::select_first_report, key.user_id, key.installation_id,
                     from_s);
}

std::int64_t ExpiredRowsStore::count_windows(const model::InstallationKey& key, std::int64_t before_s) {
    return number_of(database_, sql::retention::count_windows, key.user_id, key.installation_id, before_s)
        .value_or(0);
}

std::int64_t ExpiredRowsStore::delete_windows(const model::InstallationKey& key, std::int64_t before_s,
                                              std::int64_t limit) {
    const auto ids =
        ids_of(database_, sql::retention::select_windows, key.user_id, key.installation_id, before_s, limit);
    remove_windows(database_, ids);
    return std::ssize(ids);
}

std::int64_t ExpiredRowsStore::delete_reports(const model::InstallationKey& key, std::int64_t before_s) {
    for (const std::string_view sql :
         {sql::retention::delete_delays, sql::retention::delete_hours, sql::retention::delete_minutes}) {
        change(database_, sql, key.user_id, key.installation_id, before_s);
    }
    const auto ids =
        ids_of(database_, sql::retention::select_unused_reports, key.user_id, key.installation_id, before_s);
    remove_reports(database_, ids);
    if (!ids.empty()) {
        change(database_, sql::retention::delete_files, key.user_id, key.installation_id,
               fmt::format("[{}]", fmt::join(ids, ",")));
    }
    return std::ssize(ids);
}

void ExpiredRowsStore::set_results_from(const model::InstallationKey& key, std::int64_t time_s) {
    change(database_, sql::retention::update_results_from, key.user_id, key.installation_id, time_s);
}

ForeignKeysOff::ForeignKeysOff(Database& database) : database_(database) {
    database_.execute("PRAGMA foreign_keys = OFF");
}

ForeignKeysOff::~ForeignKeysOff() {
    sqlite3_exec(database_.handle().getHandle(), "PRAGMA foreign_keys = ON", nullptr, nullptr, nullptr);
}

}  // namespace tixdb::store
