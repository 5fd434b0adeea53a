// SPDX-License-Identifier: MIT
// How many claims this database has made, and as which file: what a restored, copied or moved one is noticed
// by.
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
    FileOrigin file;                      // as of the last claim
    std::optional<BootTime> restored_boot;  // the moment at which it was last found to be restored
};

// No method opens a transaction. Thread rule: that of its database.
class ClaimRecordStore {
  public:
    explicit ClaimRecordStore(Database& database);

    // Nothing if the database has never claimed.
    [[nodiscard]] std::optional<ClaimRecord> find();
    // In the transaction of the claim. Returns how many there are with it.
    std::int64_t count_claim(const FileOrigin& file);
    // The database was found to be restored: it is this file now, and has made at least so many claims. Does
    // nothing to one that has never claimed. When that was is IdentityStore's to keep, in the same
    // transaction.
    void note_restored(const FileOrigin& file, std::int64_t claims, const BootTime& boot);

  private:
    Statement select_record_;
    Statement count_claim_;
    Statement note_restored_;
};

}  // namespace tixdb::store
