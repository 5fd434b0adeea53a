// SPDX-License-Identifier: MIT
// A database that was restored from a backup, copied or moved has sent what it no longer knows of. Whatever
// it may have forgotten is looked up before it is sent: that costs one question per installation and day, and
// nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/file_lock.hpp"
#include "base/log.hpp"
#include "publish/publish_settings.hpp"
#include "store/claim_record_store.hpp"
#include "store/identity_store.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::publish {

// The note in the publish lock's file: "claim N ID", N the number of the database's last claim.
struct ClaimNote {
    std::int64_t claims = 0;
    std::string database_id;
};

[[nodiscard]] std::string text_of(const ClaimNote& note);
[[nodiscard]] std::optional<ClaimNote> claim_note_in(const std::string& text);

// Why the database is not the one that made the last claim here, or nothing if it is. record: nothing if it
// has never claimed; note: of the lock's file.
[[nodiscard]] std::optional<std::string> why_restored(const std::optional<store::ClaimRecord>& record,
                                                      const std::string& database_id,
                                                      const std::optional<ClaimNote>& note,
                                                      const FileOrigin& file);

// Of what times a restored database may have forgotten what it sent, and how long that still has to settle.
struct Forgotten {
    std::int64_t restored_ms = 0;
    std::chrono::milliseconds due_in{0};
    bool is_noticed_now = false;  // what is uncertain settles anew
};

// What RestoredDatabase::ask_about_forgotten() would find now; nothing if the database was never restored.
// Reads only. lock_note: of the publish lock's file.
[[nodiscard]] std::optional<Forgotten> forgotten_by(store::Database& database, const std::string& lock_note,
                                                    const store::OutboxMoment& now,
                                                    std::chrono::milliseconds settle_delay);

// Thread rule: that of its database. The caller holds the lock.
class RestoredDatabase {
  public:
    RestoredDatabase(store::Database& database, FileLock& lock);

    // Before anything is sent: notices a restored database, and makes uncertain what it, or one that was
    // noticed before, may have forgotten. Returns how many. Throws Error{failed} if the lock's file cannot be
    // written.
    std::int64_t ask_about_forgotten(const store::OutboxMoment& now, std::chrono::milliseconds settle_delay,
                                     Log& log);
    // When it was last restored, if ever.
    [[nodiscard]] std::optional<std::int64_t> restored_ms() { return identities_.identity().restored_ms; }
    // Called in the transaction of a claim. Returns what write() has to be called with.
    [[nodiscard]] ClaimNote count_claim();
    // Called after the claim's commit and before its request. Throws Error{failed} if it cannot be written.
    void write(const ClaimNote& note) { lock_.write_note(text_of(note)); }

  private:
    store::Database& database_;
    store::ClaimRecordStore claims_;
    store::IdentityStore identities_;
    FileLock& lock_;
    FileOrigin file_;
    std::string database_id_;
};

}  // namespace tixdb::publish
