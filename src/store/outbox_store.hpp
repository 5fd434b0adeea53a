// SPDX-License-Identifier: MIT
// The outbox: what waits for tix-api, is on its way, and has arrived.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/outbox_item.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// As much of an item as it takes to decide whether it may be sent now.
struct OutboxCandidate {
    std::int64_t outbox_id = 0;
    model::InstallationKey installation;
    std::int64_t last_s = 0;
    std::string ip;
    model::OutboxState state = model::OutboxState::pending;
    std::int64_t attempts = 0;
};

// Items of the same address, user or installation wait until until_ms; then one of them is tried.
struct OutboxHold {
    model::HeldFor held_for = model::HeldFor::address;
    std::int64_t until_ms = 0;
};

// Where an item goes. What is not set here is emptied, but for the note, which stays unless there is a new
// one.
struct OutboxMove {
    model::OutboxState state = model::OutboxState::pending;
    std::optional<std::int64_t> next_attempt_ms;
    std::optional<model::HeldFor> held_for;  // exactly with held
    std::optional<std::int64_t> last_status;
    std::optional<std::string> last_error;
    std::optional<std::string> note;
    std::optional<std::int64_t> sent_ms;
    std::int64_t unresolved = 0;
    std::int64_t more_attempts = 0;  // added to those counted by claim()
};

struct OutboxFilter {
    std::set<model::OutboxState> states;
    std::optional<std::int64_t> user_id = std::nullopt;
    std::optional<std::int64_t> installation_id = std::nullopt;
    std::int64_t from_s = INT64_MIN;  // last_s in [from_s, to_s)
    std::int64_t to_s = INT64_MAX;
    std::int64_t limit = -1;  // none
};

// No method opens a transaction: a change belongs to the caller's, or commits by itself.
// Thread rule: that of its database. Every query but ids() costs in proportion to what it returns, however
// many sent rows there are; ids() too, unless it is asked for sent, superseded or dropped ones.
class OutboxStore {
  public:
    explicit OutboxStore(Database& database) : database_(database) {}

    // In the transaction that inserts the result, if it has one. Returns outbox_id.
    std::int64_t insert(const model::NewOutboxItem& item);

    // --- for the publisher ---

    // Every item that a killed run left in `sending` becomes uncertain, to be asked about at due_ms. Returns
    // how many.
    std::int64_t recover_sending(std::int64_t due_ms);
    // Whatever waits for a later time waits until latest_ms, but for results of a time after now: they show
    // that the clock is behind. Returns how many.
    std::int64_t cap_delays(std::int64_t latest_ms, std::int64_t now_s);
    // Pending items after (last_s, outbox_id) in that order.
    [[nodiscard]] std::vector<OutboxCandidate> pending_after(std::int64_t last_s, std::int64_t outbox_id,
                                                             std::int64_t limit);
    // Items in retry or held whose time has come.
    [[nodiscard]] std::vector<OutboxCandidate> due(std::int64_t now_ms, std::int64_t limit);
    [[nodiscard]] std::vector<std::int64_t> due_uncertain(std::int64_t now_ms, std::int64_t limit);
    // When the next item in retry or uncertain comes due after now_ms.
    [[nodiscard]] std::optional<std::int64_t> next_due_ms(std::int64_t now_ms);
    [[nodiscard]] std::optional<std::int64_t> next_uncertain_ms();
    // The hold the candidate is under, in force or run out.
    [[nodiscard]] std::optional<OutboxHold> hold_of(const OutboxCandidate& candidate);
    [[nodiscard]] std::optional<std::int64_t> last_sent_ms_of_ip(std::string_view ip);
    // True while something of the same installation and last_s is sending or uncertain.
    [[nodiscard]] bool is_key_busy(const model::InstallationKey& installation, std::int64_t last_s);
    // pending, retry or held -> sending. False if it was changed meanwhile, or its key is busy.
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
    // From retry, held, dead, or uncertain and left to the operator -> pending; what died unresolved ->
    // uncertain, to be asked about at now_ms. With a held item goes all that waits for the same thing. False,
    // and nothing changed, from any other state.
    bool retry(std::int64_t outbox_id, std::int64_t now_ms);
    // From any state but sending, sent, superseded and dropped.
    bool drop(std::int64_t outbox_id, std::string_view reason);

  private:
    // Runs a change; returns the number of rows it changed.
    template <typename... Values>
    std::int64_t change(std::string_view sql, const Values&... values);

    Database& database_;
};

}  // namespace tixdb::store
