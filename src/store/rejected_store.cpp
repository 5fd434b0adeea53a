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
    : select_folder_(database, sql::rejected::select_folder),
      select_path_(database, sql::rejected::select_path),
      upsert_(database, sql::rejected::upsert_rejected),
      update_seen_(database, sql::rejected::update_seen),
      delete_(database, sql::rejected::delete_path) {}

void RejectedStore::visit_folder(const model::InstallationKey& installation,
                                 const std::function<void(RejectedRow)>& visit) {
    const auto [first, end] = rejected_paths_of(installation);
    select_folder_.bind_all(first, end);
    while (select_folder_.step()) {
        visit({select_folder_.text(0),
               select_folder_.text(1),
               select_folder_.text(2),
               optional_digest_at(select_folder_, 3),
               {select_folder_.int64(4), select_folder_.int64(5), select_folder_.int64(6)}});
    }
}

bool RejectedStore::note(const RejectedRow& row, std::int64_t now_ms, std::int64_t run_id) {
    select_path_.bind_all(row.path);
    const bool stands = select_path_.step() && select_path_.text_view(0) == row.reason &&
                        select_path_.text_view(1) == row.detail &&
                        optional_digest_at(select_path_, 2) == row.digest;
    select_path_.reset();
    if (stands) {
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
