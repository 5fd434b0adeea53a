// SPDX-License-Identifier: MIT

#include "store/rejected_store.hpp"

#include <fmt/format.h>

#include "store/columns.hpp"
#include "store/sql/rejected.hpp"

namespace tixdb::store {

std::pair<std::string, std::string> rejected_paths_of(const model::InstallationKey& installation) {
    const std::string folder = installation.text();
    // '0' is the character after '/'.
    return {folder + "/", folder + "0"};
}

RejectedStore::RejectedStore(Database& database)
    : select_any_(database, sql::rejected::select_any),
      select_path_(database, sql::rejected::select_path),
      select_paths_(database, sql::rejected::select_paths),
      upsert_(database, sql::rejected::upsert_rejected),
      update_seen_(database, sql::rejected::update_seen),
      delete_(database, sql::rejected::delete_path) {}

bool RejectedStore::has_any(const model::InstallationKey& installation) {
    const auto [first, end] = rejected_paths_of(installation);
    select_any_.bind_all(first, end);
    const bool any = select_any_.step();
    select_any_.reset();
    return any;
}

std::optional<RejectedRow> RejectedStore::find(std::string_view path) {
    select_path_.bind_all(path);
    std::optional<RejectedRow> row;
    if (select_path_.step()) {
        row = RejectedRow{std::string(path),
                          select_path_.text(0),
                          select_path_.text(1),
                          optional_digest_at(select_path_, 2),
                          {select_path_.int64(3), select_path_.int64(4), select_path_.int64(5)}};
    }
    select_path_.reset();
    return row;
}

std::vector<std::string> RejectedStore::paths_of(std::string_view reason) {
    std::vector<std::string> paths;
    select_paths_.bind_all(reason);
    while (select_paths_.step()) paths.push_back(select_paths_.text(0));
    return paths;
}

bool RejectedStore::note(const RejectedRow& row, std::int64_t now_ms, std::int64_t run_id) {
    const auto before = find(row.path);
    if (before && before->reason == row.reason && before->detail == row.detail &&
        before->digest == row.digest) {
        count_again(row.path, row.state, now_ms);
        return false;
    }
    const auto digest = row.digest ? std::optional(std::span<const std::uint8_t>(*row.digest)) : std::nullopt;
    upsert_.bind_all(row.path, row.reason, row.detail, digest, row.state.size_bytes, row.state.mtime_ns,
                     row.state.inode, now_ms, run_id);
    upsert_.execute();
    return true;
}

void RejectedStore::count_again(std::string_view path, const SourceFileState& state, std::int64_t now_ms) {
    update_seen_.bind_all(path, now_ms, state.size_bytes, state.mtime_ns, state.inode);
    update_seen_.execute();
}

void RejectedStore::forget(std::string_view path) {
    delete_.bind_all(path);
    delete_.execute();
}

}  // namespace tixdb::store
