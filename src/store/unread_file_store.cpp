// SPDX-License-Identifier: MIT

#include "store/unread_file_store.hpp"

#include "store/sql/unread_file.hpp"

namespace tixdb::store {

UnreadFileStore::UnreadFileStore(Database& database)
    : select_any_(database, sql::unread_file::select_any),
      select_first_failed_(database, sql::unread_file::select_first_failed),
      upsert_(database, sql::unread_file::upsert_file),
      delete_(database, sql::unread_file::delete_file),
      delete_others_(database, sql::unread_file::delete_of_other_runs) {}

bool UnreadFileStore::has_any() {
    const bool any = select_any_.step();
    select_any_.reset();
    return any;
}

std::int64_t UnreadFileStore::note(const model::InstallationKey& installation, std::string_view name,
                                   std::string_view error, std::int64_t now_ms, std::int64_t run_id) {
    upsert_.bind_all(installation.user_id, installation.installation_id, name, error, now_ms, run_id);
    const ResetAtEnd reset(upsert_);
    return upsert_.step() ? upsert_.int64(0) : now_ms;
}

std::optional<std::int64_t> UnreadFileStore::first_failed_ms(const model::InstallationKey& installation,
                                                             std::string_view name) {
    const ResetAtEnd reset(select_first_failed_);
    select_first_failed_.bind_all(installation.user_id, installation.installation_id, name);
    if (!select_first_failed_.step()) return std::nullopt;
    return select_first_failed_.int64(0);
}

void UnreadFileStore::forget(const model::InstallationKey& installation, std::string_view name) {
    delete_.bind_all(installation.user_id, installation.installation_id, name);
    delete_.execute();
}

void UnreadFileStore::forget_all_but_those_of(std::int64_t run_id) {
    delete_others_.bind_all(run_id);
    delete_others_.execute();
}

}  // namespace tixdb::store
