// SPDX-License-Identifier: MIT

#include "store/identity_store.hpp"

#include "base/error.hpp"
#include "store/sql/database_identity.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

DatabaseIdentity IdentityStore::identity() {
    Statement query(database_, sql::database_identity::select_identity);
    if (!query.step()) {
        throw Error(ErrorKind::failed, "the database has lost its row in database_identity",
                    "restore it from a backup: `tixdb restore FILE`");
    }
    DatabaseIdentity identity{query.text(0), query.optional_int64(1), {}};
    if (!query.is_null(2)) {
        identity.shard = model::Shard{static_cast<int>(query.int64(2)), static_cast<int>(query.int64(3))};
    }
    return identity;
}

bool IdentityStore::has_content() {
    Statement query(database_, sql::database_identity::select_any_content);
    return query.step() && query.int64(0) != 0;
}

void IdentityStore::set_shard(const std::optional<model::Shard>& shard) {
    Statement update(database_, sql::database_identity::update_shard);
    if (shard) update.bind_all(shard->index, shard->count);
    update.execute();
}

void IdentityStore::note_restored(std::int64_t now_ms) {
    Statement update(database_, sql::database_identity::update_restored);
    update.bind_all(now_ms);
    update.execute();
}

}  // namespace tixdb::store
