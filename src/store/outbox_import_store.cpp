// SPDX-License-Identifier: MIT

#include "store/outbox_import_store.hpp"

#include "store/sql/installation.hpp"
#include "store/sql/outbox_import.hpp"

namespace tixdb::store {

OutboxImportStore::OutboxImportStore(Database& database)
    : select_known_(database, sql::outbox_import::select_known),
      add_installation_(database, sql::installation::insert_if_new),
      insert_(database, sql::outbox_import::insert_uncertain) {}

bool OutboxImportStore::is_known(const model::InstallationKey& installation, std::int64_t last_s) {
    select_known_.bind_all(installation.user_id, installation.installation_id, last_s);
    const bool found = select_known_.step();
    select_known_.reset();
    return found;
}

void OutboxImportStore::insert(const model::NewOutboxItem& item) {
    add_installation_.bind_all(item.installation.user_id, item.installation.installation_id, item.queued_ms);
    add_installation_.execute();
    insert_.bind_all(item.installation.user_id, item.installation.installation_id, item.last_s, item.ip,
                     item.body, item.queued_ms, item.run_id);
    insert_.execute();
}

}  // namespace tixdb::store
