// SPDX-License-Identifier: MIT
// Public keys, each once.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>

#include "model/report.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Works in the caller's transaction. It remembers the ids of rows that it has added itself, so make a new
// store after a rollback.
class ClientKeyStore {
  public:
    explicit ClientKeyStore(Database& database);

    // client_key_id; the key is added if it is new. public_key: DER, digest: its SHA-256.
    [[nodiscard]] std::int64_t id_of(const model::Digest& digest, std::span<const std::uint8_t> public_key);
    [[nodiscard]] std::optional<std::int64_t> find(const model::Digest& digest);

  private:
    Database& database_;
    Statement select_;
    Statement insert_;
    std::map<model::Digest, std::int64_t> recent_;
};

}  // namespace tixdb::store
