// SPDX-License-Identifier: MIT

#include "store/outbox_import_store.hpp"

#include "store/sql/installation.hpp"
#include "store/sql/outbox_import.hpp"

namespace tixdb::store {

OutboxImportStore::OutboxImportStore(Database& database)
    : select_in_the_way_(database, sql::outbox_import::select_in_the_way),
      add_installation_(database, sql::installation::insert_if_new),
      insert_(database, sql::outbox_import::insert_uncertain) {}

std::optional<OutboxImportStore::ItemInTheWay> OutboxImportStore::item_in_the_way(
    const model::NewOutboxItem& item) {
    const ResetAtEnd reset(select_in_the_way_);
    select_in_the_way_.bind_all(item.installation.user_id, item.installation.installation_id, item.last_s,
                                item.body);
    if (!select_in_the_way_.step()) return std::nullopt;
    return ItemInTheWay{select_in_the_way_.int64(0), select_in_the_way_.text(1),
                        select_in_the_way_.int64(2) != 0};
}

void OutboxImportStore::insert(const model::NewOutboxItem& item) {
    add_installation_.bind_all(item.installation.user_id, item.installation.installation_id, item.queued_ms);
    add_installation_.execute();
    insert_.bind_all(item.installation.user_id, item.installation.installation_id, item.last_s, item.ip,
                     item.body, item.queued_ms, item.run_id);
    insert_.execute();
}

}  // namespace tixdb::store
