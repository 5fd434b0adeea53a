// SPDX-License-Identifier: MIT

#include "store/installation_store.hpp"

#include <algorithm>
#include <map>

#include "base/digest.hpp"
#include "store/rejected_store.hpp"
#include "store/sql/installation.hpp"
#include "store/sql/rejected.hpp"

namespace tixdb::store {

InstallationStore::InstallationStore(Database& database)
    : database_(database),
      add_(database, sql::installation::insert_if_new),
      select_pruned_before_(database, sql::installation::select_pruned_before),
      select_results_from_(database, sql::installation::select_results_from),
      select_pinned_(database, sql::installation::select_pinned_key),
      update_pinned_(database, sql::installation::update_pinned_key) {}

bool InstallationStore::exists(const model::InstallationKey& installation) {
    Statement select(database_, sql::installation::select_exists);
    select.bind_all(installation.user_id, installation.installation_id);
    return select.step();
}

void InstallationStore::add(const model::InstallationKey& installation, std::int64_t now_ms) {
    add_.bind_all(installation.user_id, installation.installation_id, now_ms);
    add_.execute();
}

std::optional<std::int64_t> InstallationStore::pruned_before_s(const model::InstallationKey& installation) {
    const ResetAtEnd reset(select_pruned_before_);
    select_pruned_before_.bind_all(installation.user_id, installation.installation_id);
    if (!select_pruned_before_.step()) return std::nullopt;
    return select_pruned_before_.optional_int64(0);
}

std::optional<std::int64_t> InstallationStore::results_from_s(const model::InstallationKey& installation) {
    const ResetAtEnd reset(select_results_from_);
    select_results_from_.bind_all(installation.user_id, installation.installation_id);
    if (!select_results_from_.step()) return std::nullopt;
    return select_results_from_.optional_int64(0);
}

std::optional<PinnedKey> InstallationStore::pinned_key(const model::InstallationKey& installation) {
    select_pinned_.bind_all(installation.user_id, installation.installation_id);
    std::optional<PinnedKey> pinned;
    if (select_pinned_.step()) {
        pinned.emplace();
        pinned->client_key_id = select_pinned_.int64(0);
        std::ranges::copy(select_pinned_.blob(1), pinned->digest.begin());
        pinned->pinned_ms = select_pinned_.int64(2);
    }
    select_pinned_.reset();
    return pinned;
}

void InstallationStore::pin(const model::InstallationKey& installation, std::int64_t client_key_id,
                            std::int64_t now_ms) {
    update_pinned_.bind_all(installation.user_id, installation.installation_id, client_key_id, now_ms);
    update_pinned_.execute();
}

void InstallationStore::change_key(const model::InstallationKey& installation, std::int64_t client_key_id,
                                   std::int64_t now_ms, std::int64_t run_id) {
    const auto old = pinned_key(installation);
    const auto old_id = old ? std::optional(old->client_key_id) : std::nullopt;
    Statement record(database_, sql::installation::insert_key_change);
    record.bind_all(installation.user_id, installation.installation_id, old_id, client_key_id, now_ms,
                    run_id);
    record.execute();
    pin(installation, client_key_id, now_ms);
}

std::vector<SeenKey> InstallationStore::seen_keys(const model::InstallationKey& installation) {
    std::map<std::string, SeenKey> keys;
    if (const auto pinned = pinned_key(installation)) keys[hex(pinned->digest)].pinned = true;
    Statement used(database_, sql::installation::select_used_keys);
    used.bind_all(installation.user_id, installation.installation_id);
    while (used.step()) {
        SeenKey& key = keys[hex(used.blob(0))];
        key.reports = used.int64(1);
        key.earliest_s = used.int64(2);
        key.latest_s = used.int64(3);
    }
    Statement refused(database_, sql::rejected::select_refused_keys);
    const auto [first, end] = rejected_paths_of(installation);
    refused.bind_all(first, end);
    while (refused.step()) {
        SeenKey& key = keys[refused.text(0)];
        key.refused = refused.int64(1);
        key.refused_first_ms = refused.int64(2);
        key.refused_last_ms = refused.int64(3);
    }
    std::vector<SeenKey> list;
    for (auto& [digest, key] : keys) {
        key.digest = digest;
        list.push_back(std::move(key));
    }
    return list;
}

}  // namespace tixdb::store
