// SPDX-License-Identifier: MIT
// How many claims this database has made, and in which file: by this publish notices that it was restored,
// copied or moved.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "base/file_origin.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

struct ClaimRecord {
    std::int64_t claims = 0;
    FileOrigin file;                        // as of the last claim
    std::optional<BootTime> restored_boot;  // the moment at which it was last found to be restored
};

// No method opens a transaction. Thread rule: that of its database.
class ClaimRecordStore {
  public:
    explicit ClaimRecordStore(Database& database);

    // Nothing if the database has never claimed.
    [[nodiscard]] std::optional<ClaimRecord> find();
    // To be called in the transaction of the claim. Returns the number of claims, this one included.
    std::int64_t count_claim(const FileOrigin& file);
    // Notes that the database was found to be restored: from now on it is this file, and has made at least so
    // many claims. Does nothing to one that has never claimed. The moment is kept by
    // IdentityStore::note_restored(), in the same transaction.
    void note_restored(const FileOrigin& file, std::int64_t claims, const BootTime& boot);

  private:
    Statement select_record_;
    Statement count_claim_;
    Statement note_restored_;
};

}  // namespace tixdb::store
