// SPDX-License-Identifier: MIT

#include "store/forget_store.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>

#include "base/keyed_digest.hpp"
#include "store/columns.hpp"
#include "store/rejected_store.hpp"
#include "store/row_removal.hpp"
#include "store/sql/forget.hpp"
#include "store/statement.hpp"

namespace tixdb::store {
namespace {

constexpr std::array kOpenRows = {sql::forget::delete_outbox, sql::forget::delete_unprocessed_report,
                                  sql::forget::delete_late_report};
// A row per minute, hour or report.
constexpr std::array kManyRows = {sql::forget::delete_some_files, sql::forget::delete_some_minutes,
                                  sql::forget::delete_some_hours};
constexpr std::array kOtherRows = {sql::forget::delete_recent_delays, sql::forget::delete_source_folder,
                                   sql::forget::delete_unread_file,   sql::forget::delete_link_rate,
                                   sql::forget::delete_key_change,    sql::forget::delete_installation};

std::string user_text(std::int64_t user_id) {
    return fmt::format("{}/", user_id);
}

std::vector<std::uint8_t> key_of(Database& database) {
    Statement query(database, sql::forget::select_key);
    if (!query.step()) return {};
    return bytes_at(query, 0);
}

}  // namespace

ForgetStore::ForgetStore(Database& database) : database_(database) {}

void ForgetStore::run(std::string_view sql, const model::InstallationKey& key) {
    Statement statement(database_, sql);
    statement.bind_all(key.user_id, key.installation_id);
    statement.execute();
}

std::vector<model::InstallationKey> ForgetStore::installations(
    std::int64_t user_id, const std::optional<std::int64_t>& installation_id) {
    std::vector<model::InstallationKey> keys;
    Statement query(database_, sql::forget::select_installations);
    query.bind_all(user_id, installation_id);
    while (query.step()) keys.push_back({query.int64(0), query.int64(1)});
    return keys;
}

RowsOfInstallation ForgetStore::count(const model::InstallationKey& key) {
    Statement query(database_, sql::forget::count_rows);
    query.bind_all(key.user_id, key.installation_id);
    if (!query.step()) return {};
    return {query.int64(0), query.int64(1), query.int64(2), query.int64(3)};
}

void ForgetStore::remember(const model::InstallationKey& key, std::int64_t now_ms) {
    const model::Digest digest =
        keyed_digest(key_of(database_), key.installation_id == 0 ? user_text(key.user_id) : key.text());
    Statement insert(database_, sql::forget::insert_forgotten);
    insert.bind_all(std::span(digest), now_ms);
    insert.execute();
}

void ForgetStore::delete_open(const model::InstallationKey& key) {
    for (const std::string_view sql : kOpenRows) run(sql, key);
}

std::vector<std::int64_t> ForgetStore::windows(const model::InstallationKey& key) {
    std::vector<std::int64_t> ids;
    Statement query(database_, sql::forget::select_windows);
    query.bind_all(key.user_id, key.installation_id);
    while (query.step()) ids.push_back(query.int64(0));
    return ids;
}

std::int64_t ForgetStore::delete_some(const model::InstallationKey& key, std::int64_t limit) {
    std::int64_t deleted = 0;
    for (const std::string_view sql : kManyRows) {
        Statement remove(database_, sql);
        remove.bind_all(key.user_id, key.installation_id, limit - deleted);
        remove.execute();
        deleted += sqlite3_changes64(database_.handle().getHandle());
    }
    // Files refer to reports.
    return deleted < limit ? deleted + delete_some_reports(key, limit - deleted) : deleted;
}

std::int64_t ForgetStore::delete_some_reports(const model::InstallationKey& key, std::int64_t limit) {
    std::vector<std::int64_t> ids;
    {
        Statement query(database_, sql::forget::select_some_reports);
        query.bind_all(key.user_id, key.installation_id, limit);
        while (query.step()) ids.push_back(query.int64(0));
    }
    remove_reports(database_, ids);
    return std::ssize(ids);
}

void ForgetStore::delete_rest(const model::InstallationKey& key) {
    for (const std::string_view sql : kOtherRows) run(sql, key);
    const auto [first, end] = rejected_paths_of(key);
    Statement rejected(database_, sql::forget::delete_rejected);
    rejected.bind_all(first, end);
    rejected.execute();
}

void ForgetStore::delete_of_user(std::int64_t user_id) {
    for (const std::string_view sql : {sql::forget::delete_user_folders, sql::forget::delete_user_unread,
                                       sql::forget::delete_user_link_rates}) {
        Statement statement(database_, sql);
        statement.bind_all(user_id);
        statement.execute();
    }
    // '0' comes after '/'.
    Statement rejected(database_, sql::forget::delete_rejected);
    const std::string first = user_text(user_id);
    const std::string end = fmt::format("{}0", user_id);
    rejected.bind_all(first, end);
    rejected.execute();
}

void ForgetStore::delete_unused_keys() {
    Statement(database_, sql::forget::delete_unused_keys).execute();
}

ForgottenInstallations::ForgottenInstallations(Database& database) {
    Statement keys(database, sql::forget::select_all_keys);
    while (keys.step()) keys_.push_back(bytes_at(keys, 0));
    Statement query(database, sql::forget::select_digests);
    while (query.step()) digests_.insert(digest_at(query, 0));
}

bool ForgottenInstallations::has_digest_of(const std::string& text) const {
    return std::any_of(keys_.begin(), keys_.end(),
                       [&](const auto& key) { return digests_.contains(keyed_digest(key, text)); });
}

bool ForgottenInstallations::contains(const model::InstallationKey& key) const {
    if (digests_.empty()) return false;
    return has_digest_of(user_text(key.user_id)) || (key.installation_id != 0 && has_digest_of(key.text()));
}

bool empty_write_ahead_log(Database& database) {
    database.require_in_place();
    Statement checkpoint(database, "PRAGMA wal_checkpoint(TRUNCATE)");
    return checkpoint.step() && checkpoint.int64(0) == 0;
}

}  // namespace tixdb::store
