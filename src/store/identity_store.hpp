// SPDX-License-Identifier: MIT
// Which database this is, which part of the installations it has, and when it was last put back from a
// backup.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/shard.hpp"
#include "store/database.hpp"

namespace tixdb::store {

struct DatabaseIdentity {
    std::string database_id;                  // random, 32 hexadecimal digits; a copy keeps it
    std::optional<std::int64_t> restored_ms;  // empty: never
    std::optional<model::Shard> shard;        // empty: it is no shard
};

class IdentityStore {
  public:
    explicit IdentityStore(Database& database) : database_(database) {}

    [[nodiscard]] DatabaseIdentity identity();

    // The caller holds the publish lock. Changes nothing if a later moment is stored already.
    void note_restored(std::int64_t now_ms);

    // False while it has nothing of any installation: then it may become a shard.
    [[nodiscard]] bool has_content();
    // From now on it has the installations of this shard alone, or of all if there is none.
    void set_shard(const std::optional<model::Shard>& shard);

  private:
    Database& database_;
};

}  // namespace tixdb::store
