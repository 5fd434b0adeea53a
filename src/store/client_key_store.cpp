// SPDX-License-Identifier: MIT

#include "store/client_key_store.hpp"

#include "store/sql/client_key.hpp"

namespace tixdb::store {
namespace {

constexpr std::size_t kRemembered = 1024;

}  // namespace

ClientKeyStore::ClientKeyStore(Database& database)
    : database_(database),
      select_(database, sql::client_key::select_key),
      insert_(database, sql::client_key::insert_key) {}

std::optional<std::int64_t> ClientKeyStore::find(const model::Digest& digest) {
    select_.bind_all(std::span(digest));
    std::optional<std::int64_t> id;
    if (select_.step()) id = select_.int64(0);
    select_.reset();
    return id;
}

std::int64_t ClientKeyStore::id_of(const model::Digest& digest, std::span<const std::uint8_t> public_key) {
    if (const auto known = recent_.find(digest); known != recent_.end()) return known->second;
    std::optional<std::int64_t> id = find(digest);
    if (!id) {
        insert_.bind_all(std::span(digest), public_key);
        insert_.execute();
        id = database_.handle().getLastInsertRowid();
    }
    if (recent_.size() >= kRemembered) recent_.clear();
    recent_.emplace(digest, *id);
    return *id;
}

}  // namespace tixdb::store
