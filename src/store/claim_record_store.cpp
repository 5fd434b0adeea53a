// SPDX-License-Identifier: MIT

#include "store/claim_record_store.hpp"

#include "store/sql/claim_record.hpp"

namespace tixdb::store {

ClaimRecordStore::ClaimRecordStore(Database& database)
    : select_record_(database, sql::claim_record::select_record),
      count_claim_(database, sql::claim_record::count_claim),
      note_restored_(database, sql::claim_record::note_restored) {}

std::optional<ClaimRecord> ClaimRecordStore::find() {
    const ResetAtEnd reset(select_record_);
    if (!select_record_.step()) return std::nullopt;
    ClaimRecord record;
    record.claims = select_record_.int64(0);
    record.file = {select_record_.int64(1), select_record_.int64(2)};
    if (!select_record_.is_null(3)) {
        record.restored_boot = BootTime{select_record_.text(3), select_record_.int64(4)};
    }
    return record;
}

std::int64_t ClaimRecordStore::count_claim(const FileOrigin& file) {
    count_claim_.bind_all(file.inode, file.birth_ns);
    std::int64_t claims = 0;
    while (count_claim_.step()) claims = count_claim_.int64(0);
    return claims;
}

void ClaimRecordStore::note_restored(const FileOrigin& file, std::int64_t claims, const BootTime& boot) {
    note_restored_.bind_all(file.inode, file.birth_ns, claims, boot.boot_id, boot.ms);
    note_restored_.execute();
}

}  // namespace tixdb::store
