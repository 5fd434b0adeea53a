// SPDX-License-Identifier: MIT

#include "store/forget_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/keyed_digest.hpp"
#include "store/columns.hpp"
#include "store/rejected_store.hpp"
#include "store/sql/forget.hpp"
#include "store/statement.hpp"

namespace tixdb::store {
namespace {

constexpr std::array kOpenRows = {sql::forget::delete_outbox, sql::forget::delete_unprocessed_report,
                                  sql::forget::delete_late_report};
// What says something of a row before the row.
constexpr std::array kOtherRows = {sql::forget::delete_outbox,        sql::forget::delete_unprocessed_report,
                                   sql::forget::delete_late_report,   sql::forget::delete_adaptive_detail,
                                   sql::forget::delete_result,        sql::forget::delete_latency,
                                   sql::forget::delete_window_as,     sql::forget::delete_window_report,
                                   sql::forget::delete_recent_delays, sql::forget::delete_window,
                                   sql::forget::delete_source_file,   sql::forget::delete_source_folder,
                                   sql::forget::delete_unread_file,   sql::forget::delete_report,
                                   sql::forget::delete_latency_hour,  sql::forget::delete_latency_minute,
                                   sql::forget::delete_link_rate,     sql::forget::delete_key_change,
                                   sql::forget::delete_installation};

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

void ForgetStore::delete_rest(const model::InstallationKey& key) {
    const auto [first, end] = rejected_paths_of(key);
    std::string keys;
    {
        Statement query(database_, sql::forget::select_keys);
        query.bind_all(key.user_id, key.installation_id, first, end);
        if (query.step()) keys = query.text(0);
    }
    for (const std::string_view sql : kOtherRows) run(sql, key);
    Statement rejected(database_, sql::forget::delete_rejected);
    rejected.bind_all(first, end);
    rejected.execute();
    Statement unused(database_, sql::forget::delete_unused_keys);
    unused.bind_all(keys);
    unused.execute();
}

void ForgetStore::delete_of_user(std::int64_t user_id) {
    for (const std::string_view sql : {sql::forget::delete_user_folders, sql::forget::delete_user_unread}) {
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
