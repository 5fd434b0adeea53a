// SPDX-License-Identifier: MIT

#include "store/api_server_store.hpp"

#include "store/sql/api_server.hpp"

namespace tixdb::store {

ApiServerStore::ApiServerStore(Database& database)
    : database_(database),
      select_server_(database, sql::api_server::select_server),
      upsert_server_(database, sql::api_server::upsert_server),
      clear_waits_(database, sql::api_server::clear_waits),
      select_last_accepted_(database, sql::api_server::select_last_accepted) {}

ApiServerFacts ApiServerStore::find(const ApiServerKey& key) {
    const ResetAtEnd reset(select_server_);
    select_server_.bind_all(key.scheme, key.host, key.port, key.path);
    ApiServerFacts facts;
    if (!select_server_.step()) return facts;
    facts.wait_until_ms = select_server_.optional_int64(0);
    facts.resolved_name = select_server_.optional_text(1);
    facts.stores_odd_answers = select_server_.int64(2) != 0;
    facts.last_accepted_ms = select_server_.optional_int64(3);
    return facts;
}

void ApiServerStore::put(const ApiServerKey& key, const ApiServerFacts& facts) {
    upsert_server_.bind_all(key.scheme, key.host, key.port, key.path, facts.wait_until_ms,
                            facts.resolved_name, facts.stores_odd_answers, facts.last_accepted_ms);
    upsert_server_.execute();
}

std::int64_t ApiServerStore::clear_waits() {
    clear_waits_.execute();
    return database_.handle().getChanges();
}

std::optional<std::int64_t> ApiServerStore::last_accepted_ms() {
    const ResetAtEnd reset(select_last_accepted_);
    return select_last_accepted_.step() ? select_last_accepted_.optional_int64(0) : std::nullopt;
}

}  // namespace tixdb::store
