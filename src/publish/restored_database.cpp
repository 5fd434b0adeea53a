// SPDX-License-Identifier: MIT

#include "publish/restored_database.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/parse_number.hpp"
#include "base/text.hpp"

namespace tixdb::publish {
namespace {

constexpr std::string_view kClaimWord = "claim ";

// How long what is queued only now has to settle: until the settle delay has passed since the database was
// restored.
std::chrono::milliseconds left_to_settle(const std::optional<BootTime>& restored, const BootTime& now,
                                         std::chrono::milliseconds settle_delay) {
    if (!restored || restored->boot_id != now.boot_id) return settle_delay;
    const std::chrono::milliseconds passed(now.ms - restored->ms);
    return std::clamp(settle_delay - passed, std::chrono::milliseconds(0), settle_delay);
}

}  // namespace

std::string text_of(const ClaimNote& note) {
    return fmt::format("{}{} {}", kClaimWord, note.claims, note.database_id);
}

std::optional<ClaimNote> claim_note_in(const std::string& text) {
    if (!text.starts_with(kClaimWord)) return std::nullopt;
    ClaimNote note;
    std::string_view rest = std::string_view(text).substr(kClaimWord.size());
    const auto claims = take_number<std::int64_t>(rest);
    if (!claims || !rest.starts_with(' ')) return std::nullopt;
    note.claims = *claims;
    note.database_id = rest.substr(1);
    return note;
}

std::optional<std::string> why_restored(const std::optional<store::ClaimRecord>& record,
                                        const std::string& database_id, const std::optional<ClaimNote>& note,
                                        const FileOrigin& file) {
    if (!note && !record) return std::nullopt;
    if (!note) return "the publish lock's file is new, or names no claim";
    if (note->database_id != database_id) return "another database has published here before";
    if (note->claims > (record ? record->claims : 0)) return "it has forgotten what it claimed since";
    if (record && file != record->file) return "its file is another one";
    return std::nullopt;
}

namespace {

// Of a restored database, which perhaps is noticed to be one only now.
std::optional<Forgotten> forgotten_of(bool is_noticed_now, std::optional<std::int64_t> restored_ms,
                                      const std::optional<store::ClaimRecord>& record,
                                      const store::OutboxMoment& now,
                                      std::chrono::milliseconds settle_delay) {
    if (is_noticed_now)
        return Forgotten{std::max(now.now_ms, restored_ms.value_or(now.now_ms)), settle_delay, true};
    if (!restored_ms) return std::nullopt;
    return Forgotten{*restored_ms,
                     left_to_settle(record ? record->restored_boot : std::nullopt, now.boot, settle_delay),
                     false};
}

}  // namespace

std::optional<Forgotten> forgotten_by(store::Database& database, const std::string& lock_note,
                                      const store::OutboxMoment& now,
                                      std::chrono::milliseconds settle_delay) {
    const auto identity = store::IdentityStore(database).identity();
    const auto record = store::ClaimRecordStore(database).find();
    const auto why =
        why_restored(record, identity.database_id, claim_note_in(lock_note), file_origin(database.path()));
    return forgotten_of(why.has_value(), identity.restored_ms, record, now, settle_delay);
}

RestoredDatabase::RestoredDatabase(store::Database& database, FileLock& lock)
    : database_(database),
      claims_(database),
      identities_(database),
      lock_(lock),
      file_(file_origin(database.path())),
      database_id_(identities_.identity().database_id) {}

std::int64_t RestoredDatabase::ask_about_forgotten(const store::OutboxMoment& now,
                                                   std::chrono::milliseconds settle_delay, Log& log) {
    auto record = claims_.find();
    const auto note = claim_note_in(lock_.note());
    const auto why = why_restored(record, database_id_, note, file_);
    const auto forgotten =
        forgotten_of(why.has_value(), identities_.identity().restored_ms, record, now, settle_delay);
    store::Transaction transaction(database_);
    if (why) {
        identities_.note_restored(now.now_ms);
        const bool is_ours = note && note->database_id == database_id_;
        claims_.note_restored(file_, is_ours ? note->claims : 0, now.boot);
        record = claims_.find();
        store::OutboxStore(database_).settle_restored(now, settle_delay);
    }
    std::int64_t asked = 0;
    if (forgotten)
        asked =
            store::OutboxStore(database_).ask_about_forgotten(forgotten->restored_ms, now, forgotten->due_in);
    transaction.commit();
    if (why) {
        write({record->claims, database_id_});
        log.warning(
            fmt::format("publish: this database was restored, copied or moved ({}): {} will be looked up at "
                        "tix-api before anything of them is sent",
                        *why, plural(asked, "result")));
    }
    return asked;
}

ClaimNote RestoredDatabase::count_claim() {
    return {claims_.count_claim(file_), database_id_};
}

}  // namespace tixdb::publish
