// SPDX-License-Identifier: MIT

#include "store/health_store.hpp"

#include <algorithm>

#include "store/sql/health.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

const OpenItems* Health::open_in(std::string_view state) const {
    const auto found =
        std::find_if(open.begin(), open.end(), [&](const OpenItems& items) { return items.state == state; });
    return found == open.end() ? nullptr : &*found;
}

Health HealthStore::health(const HealthQuestion& question) {
    const Snapshot snapshot(database_);
    Health health;
    Statement successes(database_, sql::health::select_successes);
    while (successes.step()) health.success_ms.emplace(successes.text(0), successes.int64(1));
    Statement items(database_, sql::health::select_open_items);
    while (items.step()) health.open.push_back({items.text(0), items.int64(1), items.int64(2)});
    Statement installations(database_, sql::health::count_installations);
    installations.bind_all(question.active_since_s, question.silent_since_s);
    installations.step();
    health.installations = installations.int64(0);
    health.active_installations = installations.int64(1);
    health.silent_installations = installations.int64(2);
    Statement refused(database_, sql::health::count_refused);
    refused.bind_all(question.refused_since_ms);
    refused.step();
    health.newly_refused_files = refused.int64(0);
    health.unreadable_folders = refused.int64(1);
    return health;
}

}  // namespace tixdb::store
