// SPDX-License-Identifier: MIT

#include "store/link_rate_store.hpp"

#include "store/sql/link_rate.hpp"

namespace tixdb::store {

LinkRateStore::LinkRateStore(Database& database) : changes_(database, sql::link_rate::select_changes) {}

std::vector<model::LinkRateChange> LinkRateStore::changes(const model::InstallationKey& key) {
    const ResetAtEnd reset(changes_);
    changes_.bind_all(key.user_id, key.installation_id);
    std::vector<model::LinkRateChange> changes;
    while (changes_.step()) {
        changes.push_back({changes_.text_view(0) == "up", changes_.int64(1), changes_.optional_real(2)});
    }
    return changes;
}

}  // namespace tixdb::store
