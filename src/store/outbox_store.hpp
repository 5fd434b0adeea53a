// SPDX-License-Identifier: MIT
// The outbox: what waits for tix-api, is on its way, and has arrived.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "model/outbox_item.hpp"
#include "store/database.hpp"

namespace tixdb::store {

// As much of an item as it takes to decide whether it may be sent now.
struct OutboxCandidate {
    std::int64_t outbox_id = 0;
    model::InstallationKey installation;
    std::int64_t last_s = 0;
    std::string ip;
    model::OutboxState state = model::OutboxState::pending;
    std::int64_t attempts = 0;
    std::int64_t unclear_ends = 0;
};

// Where an item comes in the order of sending: those whose requests never ended unclear, the oldest first,
// then the others, those with the fewest such ends first.
struct OutboxPlace {
    std::int64_t unclear_ends = INT64_MIN;
    std::int64_t last_s = INT64_MIN;
    std::int64_t outbox_id = INT64_MIN;

    friend auto operator<=>(const OutboxPlace&, const OutboxPlace&) = default;
};

[[nodiscard]] inline OutboxPlace place_of(const OutboxCandidate& candidate) {
    return {candidate.unclear_ends, candidate.last_s, candidate.outbox_id};
}

// All items of the same address, user or installation wait until until_ms; then one of them is tried.
struct OutboxHold {
    model::HeldFor held_for = model::HeldFor::address;
    std::int64_t until_ms = 0;
};

// What an item becomes: made from the item as it is, and then changed.
struct OutboxMove {
    explicit OutboxMove(const model::OutboxItem& item);

    model::OutboxState state = model::OutboxState::pending;
    std::int64_t attempts = 0;
    std::int64_t unclear_ends = 0;
    std::optional<std::int64_t> first_unclear_ms;
    std::optional<std::int64_t> next_attempt_ms;
    std::optional<model::Settling> settling;  // with uncertain only
    std::optional<std::int64_t> looked_up_ms;
    std::optional<model::HeldFor> held_for;  // exactly with held
    std::optional<std::int64_t> last_status;
    std::optional<std::string> last_error;
    std::optional<std::string> note;
    std::optional<std::int64_t> sent_ms;
};

// A moment by both clocks, to tell what is due.
struct OutboxMoment {
    std::int64_t now_ms = 0;
    BootTime boot;
};

// The uncertain items of an installation whose time lies in this day. One list of tix-api's decides them all.
struct LookupGroup {
    model::InstallationKey installation;
    std::int64_t day = 0;  // since 1970-01-01 UTC

    friend auto operator<=>(const LookupGroup&, const LookupGroup&) = default;
};

// Something waits of this installation and time that a run looks up before it sends it.
struct AskedFirst {
    model::InstallationKey installation;
    std::int64_t last_s = 0;
    bool is_pruned =
        false;  // since what was sent of that time is pruned; else since the database was restored
};

struct OutboxFilter {
    std::set<model::OutboxState> states;
    std::optional<std::int64_t> user_id = std::nullopt;
    std::optional<std::int64_t> installation_id = std::nullopt;
    std::int64_t from_s = INT64_MIN;  // last_s in [from_s, to_s)
    std::int64_t to_s = INT64_MAX;
    std::int64_t limit = -1;  // none
};

// A summary of the items that wait: pending, sending, retry, held and uncertain.
struct OutboxWaiting {
    std::optional<std::int64_t> oldest_queued_ms;
    std::optional<std::int64_t> next_held_ms;       // when the next held one is tried
    std::optional<std::int64_t> next_uncertain_ms;  // when the next uncertain one is looked up
    std::int64_t left_to_operator = 0;              // uncertain, and not looked up again
};

// A result of a time up to so long after a database was restored may have been sent by the one that it
// replaced.
inline constexpr std::chrono::milliseconds kForgottenAfterRestore = std::chrono::hours(1);

// No method opens a transaction: a change belongs to the caller's, or commits by itself.
// Thread rule: that of its database. Every query but ids() and waiting() costs in proportion to what it
// returns, however many sent rows there are; ids() too, unless it is asked for sent, superseded or dropped
// ones; waiting() looks at all that waits.
class OutboxStore {
  public:
    explicit OutboxStore(Database& database);
    ~OutboxStore();
    OutboxStore(const OutboxStore&) = delete;
    OutboxStore& operator=(const OutboxStore&) = delete;

    // In the transaction that inserts the result, if it has one. Returns outbox_id.
    std::int64_t insert(const model::NewOutboxItem& item);

    // --- for the publisher ---

    // Every item that a killed run left in `sending` becomes uncertain and settles from now. Returns how
    // many.
    std::int64_t recover_sending(const OutboxMoment& now, std::chrono::milliseconds settle_delay);
    // Items whose settle delay was counted from an earlier boot wait for it once more, from now. Returns how
    // many.
    std::int64_t settle_anew(const OutboxMoment& now, std::chrono::milliseconds settle_delay);
    // Whatever waits in pending, retry or held, is of a time up to kForgottenAfterRestore after restored_ms
    // and has not been looked up since becomes uncertain, due after so long. Returns how many.
    std::int64_t ask_about_forgotten(std::int64_t restored_ms, const OutboxMoment& now,
                                     std::chrono::milliseconds due_in);
    // At the moment at which the database is found to be restored: what is uncertain, and would be looked up
    // sooner, settles for so long. The database that it replaces may have sent it once more. Returns how
    // many.
    std::int64_t settle_restored(const OutboxMoment& now, std::chrono::milliseconds settle_delay);
    // Whatever waits in pending, retry or held, is of a time whose items are pruned (ExpiredRowsStore) and
    // has not been looked up becomes uncertain, due now. Returns how many.
    std::int64_t ask_about_pruned(std::int64_t now_ms);
    // What the two before would make uncertain, by installation and time; restored_ms: nothing if the
    // database was never restored.
    [[nodiscard]] std::vector<AskedFirst> asked_first(std::optional<std::int64_t> restored_ms);
    // Whatever waits for a later time waits until latest_ms, but for results of a time after now: they show
    // that the clock is behind. Returns how many.
    std::int64_t cap_delays(std::int64_t latest_ms, std::int64_t now_s);
    // Items in pending, retry or held that are due at due_ms, in the order of sending, from after this place
    // on.
    [[nodiscard]] std::vector<OutboxCandidate> sendable_after(const OutboxPlace& place, std::int64_t due_ms,
                                                              std::int64_t limit);
    // Groups with an uncertain item that is due, by installation and day, from after this one on.
    [[nodiscard]] std::vector<LookupGroup> due_lookups_after(const LookupGroup& group,
                                                             const OutboxMoment& now, std::int64_t limit);
    // The uncertain items of the group that are due, the oldest first.
    [[nodiscard]] std::vector<std::int64_t> due_of_lookup(const LookupGroup& group, const OutboxMoment& now);
    [[nodiscard]] std::vector<std::int64_t> uncertain_at(const model::InstallationKey& installation,
                                                         std::int64_t last_s);
    // When the next item in pending, retry or uncertain comes due that was not due at `after`, earlier than
    // `now` if it has come due since.
    [[nodiscard]] std::optional<std::int64_t> next_due_ms(const OutboxMoment& after, const OutboxMoment& now);
    // The hold the candidate is under, in force or run out.
    [[nodiscard]] std::optional<OutboxHold> hold_of(const OutboxCandidate& candidate);
    [[nodiscard]] std::optional<std::int64_t> last_sent_ms_of_ip(std::string_view ip);
    // True while something of the same installation and last_s is sending or uncertain.
    [[nodiscard]] bool is_key_busy(const model::InstallationKey& installation, std::int64_t last_s);
    // pending, retry or held -> sending. False if it was changed meanwhile, its key is busy, or it has to be
    // asked about first, in a restored database or since items of its time are pruned.
    bool claim(std::int64_t outbox_id, std::int64_t now_ms, std::int64_t run_id);
    // False if the item is not in `from` any more.
    bool move(std::int64_t outbox_id, model::OutboxState from, const OutboxMove& move);
    // pending, retry or held -> held with others of its kind.
    bool hold(std::int64_t outbox_id, const OutboxHold& hold);
    // All held for the same thing as this item become pending. Returns how many.
    std::int64_t release(model::HeldFor held_for, const model::InstallationKey& installation,
                         std::string_view ip);
    // The bodies of all that was sent for this installation and time.
    [[nodiscard]] std::vector<std::string> sent_bodies(const model::InstallationKey& installation,
                                                       std::int64_t last_s);

    // --- for reprocessing ---

    [[nodiscard]] std::optional<std::int64_t> id_of_result(std::int64_t result_id);
    // From pending, retry, held or dead; false, and nothing changed, from any other state. The successor is
    // inserted by the caller in the same transaction.
    bool supersede(std::int64_t outbox_id);

    // --- for people ---

    [[nodiscard]] std::optional<model::OutboxItem> find(std::int64_t outbox_id);
    // By last_s.
    [[nodiscard]] std::vector<std::int64_t> ids(const OutboxFilter& filter);
    // The states that are not final, each with its count, zeros included.
    [[nodiscard]] std::map<model::OutboxState, std::int64_t> count_open();
    [[nodiscard]] OutboxWaiting waiting(const OutboxMoment& now);
    // From retry, held, dead, pending with a time to wait for, or uncertain and left to the operator ->
    // pending. With a held item goes all that waits for the same thing. False, and nothing changed, from any
    // other state.
    bool retry(std::int64_t outbox_id);
    // From any state but sending, sent, superseded and dropped.
    bool drop(std::int64_t outbox_id, std::string_view reason);

  private:
    struct Statements;

    Database& database_;
    std::unique_ptr<Statements> statements_;
};

}  // namespace tixdb::store
