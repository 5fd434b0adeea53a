// SPDX-License-Identifier: MIT

#include "store/link_rate_store.hpp"

#include "store/sql/link_rate.hpp"

namespace tixdb::store {

LinkRateStore::LinkRateStore(Database& database)
    : database_(database), changes_(database, sql::link_rate::select_changes) {}

std::vector<model::LinkRateChange> LinkRateStore::changes(const model::InstallationKey& key) {
    const ResetAtEnd reset(changes_);
    changes_.bind_all(key.user_id, key.installation_id);
    std::vector<model::LinkRateChange> changes;
    while (changes_.step()) {
        changes.push_back({changes_.text_view(0) == "up", changes_.int64(1), changes_.optional_real(2)});
    }
    return changes;
}

std::vector<LinkRateRow> LinkRateStore::all() {
    Statement query(database_, sql::link_rate::select_all);
    std::vector<LinkRateRow> rows;
    while (query.step()) {
        rows.push_back({{query.int64(0), query.int64(1)},
                        {query.text_view(2) == "up", query.int64(3), query.optional_real(4)},
                        query.int64(5)});
    }
    return rows;
}

void LinkRateStore::add(const NewLinkRate& rate, std::int64_t now_ms, std::int64_t run_id) {
    Statement insert(database_, sql::link_rate::insert_change);
    insert.bind_all(rate.installation.user_id, rate.installation.installation_id,
                    rate.change.is_up ? "up" : "down", rate.change.from_s, rate.change.mbps, now_ms, run_id);
    insert.execute();
}

}  // namespace tixdb::store
