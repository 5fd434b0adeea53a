// SPDX-License-Identifier: MIT
// Which database this is, and when it was last put back from a backup.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/database.hpp"

namespace tixdb::store {

struct DatabaseIdentity {
    std::string database_id;                  // random, 32 hexadecimal digits; a copy keeps it
    std::optional<std::int64_t> restored_ms;  // empty: never
};

class IdentityStore {
  public:
    explicit IdentityStore(Database& database) : database_(database) {}

    [[nodiscard]] DatabaseIdentity identity();

    // The caller holds the publish lock. Changes nothing if a later moment is stored already.
    void note_restored(std::int64_t now_ms);

  private:
    Database& database_;
};

}  // namespace tixdb::store
