// SPDX-License-Identifier: MIT

#include "store/outbox_store.hpp"

#include "store/sql/outbox.hpp"
#include "store/statement.hpp"

namespace tixdb::store {
namespace {

using model::HeldFor;
using model::InstallationKey;
using model::OutboxState;

constexpr std::int64_t kDayS = 86'400;

OutboxState outbox_state_at(const Statement& row, int column) {
    return model::kOutboxStates.require(row.text_view(column));
}

HeldFor held_for_at(const Statement& row, int column) {
    return model::kHeldFor.require(row.text_view(column));
}

OutboxCandidate candidate_of(const Statement& row) {
    OutboxCandidate candidate;
    candidate.outbox_id = row.int64(0);
    candidate.installation = {row.int64(1), row.int64(2)};
    candidate.last_s = row.int64(3);
    candidate.ip = row.text(4);
    candidate.state = outbox_state_at(row, 5);
    candidate.attempts = row.int64(6);
    candidate.unclear_ends = row.int64(7);
    return candidate;
}

model::OutboxItem item_of(const Statement& row) {
    model::OutboxItem item;
    item.outbox_id = row.int64(0);
    item.installation = {row.int64(1), row.int64(2)};
    item.last_s = row.int64(3);
    item.ip = row.text(4);
    item.method = row.optional_text(5);
    item.body = row.text(6);
    item.result_id = row.optional_int64(7);
    item.state = outbox_state_at(row, 8);
    item.attempts = row.int64(9);
    item.unclear_ends = row.int64(10);
    item.first_unclear_ms = row.optional_int64(11);
    item.next_attempt_ms = row.optional_int64(12);
    if (!row.is_null(13)) item.settling = model::Settling{row.text(13), row.int64(14)};
    item.looked_up_ms = row.optional_int64(15);
    if (!row.is_null(16)) item.held_for = held_for_at(row, 16);
    item.last_status = row.optional_int64(17);
    item.last_error = row.optional_text(18);
    item.drop_reason = row.optional_text(19);
    item.note = row.optional_text(20);
    item.queued_ms = row.int64(21);
    item.claimed_ms = row.optional_int64(22);
    item.sent_ms = row.optional_int64(23);
    return item;
}

template <typename... Values>
std::optional<std::int64_t> first_number(Statement& query, const Values&... values) {
    const ResetAtEnd reset(query);
    query.bind_all(values...);
    return query.step() ? query.optional_int64(0) : std::nullopt;
}

template <typename... Values>
std::vector<std::int64_t> all_numbers(Statement& query, const Values&... values) {
    const ResetAtEnd reset(query);
    query.bind_all(values...);
    std::vector<std::int64_t> numbers;
    while (query.step()) numbers.push_back(query.int64(0));
    return numbers;
}

}  // namespace

OutboxMove::OutboxMove(const model::OutboxItem& item)
    : state(item.state),
      attempts(item.attempts),
      unclear_ends(item.unclear_ends),
      first_unclear_ms(item.first_unclear_ms),
      next_attempt_ms(item.next_attempt_ms),
      settling(item.settling),
      looked_up_ms(item.looked_up_ms),
      held_for(item.held_for),
      last_status(item.last_status),
      last_error(item.last_error),
      note(item.note),
      sent_ms(item.sent_ms) {}

struct OutboxStore::Statements {
    explicit Statements(Database& given) : database(given) {}

    Database& database;
    Statement insert_item{database, sql::outbox::insert_item};
    Statement recover_sending{database, sql::outbox::recover_sending};
    Statement settle_anew{database, sql::outbox::settle_anew};
    Statement ask_restored{database, sql::outbox::ask_restored};
    Statement settle_restored{database, sql::outbox::settle_restored};
    Statement ask_pruned{database, sql::outbox::ask_pruned};
    Statement select_asked_first{database, sql::outbox::select_asked_first};
    Statement cap_delays{database, sql::outbox::cap_delays};
    Statement select_sendable{database, sql::outbox::select_sendable};
    Statement select_due_lookups{database, sql::outbox::select_due_lookups};
    Statement select_due_of_lookup{database, sql::outbox::select_due_of_lookup};
    Statement select_uncertain_at{database, sql::outbox::select_uncertain_at};
    Statement select_next_due{database, sql::outbox::select_next_due};
    Statement select_hold{database, sql::outbox::select_hold};
    Statement select_last_sent_of_ip{database, sql::outbox::select_last_sent_of_ip};
    Statement select_busy_key{database, sql::outbox::select_busy_key};
    Statement claim_item{database, sql::outbox::claim_item};
    Statement move_item{database, sql::outbox::move_item};
    Statement hold_item{database, sql::outbox::hold_item};
    Statement release_address{database, sql::outbox::release_address};
    Statement release_user{database, sql::outbox::release_user};
    Statement release_installation{database, sql::outbox::release_installation};
    Statement select_sent_bodies{database, sql::outbox::select_sent_bodies};
    Statement select_item_of_result{database, sql::outbox::select_item_of_result};
    Statement supersede_item{database, sql::outbox::supersede_item};
    Statement select_item{database, sql::outbox::select_item};
    Statement select_ids{database, sql::outbox::select_ids};
    Statement count_open{database, sql::outbox::count_open};
    Statement select_waiting{database, sql::outbox::select_waiting};
    Statement retry_item{database, sql::outbox::retry_item};
    Statement drop_item{database, sql::outbox::drop_item};

    // Returns the number of rows that it changed.
    template <typename... Values>
    std::int64_t change(Statement& statement, const Values&... values) const {
        statement.bind_all(values...);
        statement.execute();
        return database.handle().getChanges();
    }
};

OutboxStore::OutboxStore(Database& database)
    : database_(database), statements_(std::make_unique<Statements>(database)) {}

OutboxStore::~OutboxStore() = default;

std::int64_t OutboxStore::insert(const model::NewOutboxItem& item) {
    statements_->change(statements_->insert_item, item.installation.user_id,
                        item.installation.installation_id, item.last_s, item.ip, item.method, item.body,
                        item.result_id, item.queued_ms, item.run_id);
    return database_.handle().getLastInsertRowid();
}

std::int64_t OutboxStore::recover_sending(const OutboxMoment& now, std::chrono::milliseconds settle_delay) {
    return statements_->change(statements_->recover_sending, now.now_ms, now.now_ms + settle_delay.count(),
                               now.boot.boot_id, now.boot.ms + settle_delay.count());
}

std::int64_t OutboxStore::settle_anew(const OutboxMoment& now, std::chrono::milliseconds settle_delay) {
    return statements_->change(statements_->settle_anew, now.boot.boot_id, now.boot.ms + settle_delay.count(),
                               now.now_ms + settle_delay.count());
}

std::int64_t OutboxStore::ask_about_forgotten(std::int64_t restored_ms, const OutboxMoment& now,
                                              std::chrono::milliseconds due_in) {
    return statements_->change(statements_->ask_restored, restored_ms, kForgottenAfterRestore.count(),
                               now.now_ms + due_in.count(), now.boot.boot_id, now.boot.ms + due_in.count());
}

std::int64_t OutboxStore::settle_restored(const OutboxMoment& now, std::chrono::milliseconds settle_delay) {
    return statements_->change(statements_->settle_restored, now.now_ms + settle_delay.count(),
                               now.boot.boot_id, now.boot.ms + settle_delay.count());
}

std::int64_t OutboxStore::ask_about_pruned(std::int64_t now_ms) {
    return statements_->change(statements_->ask_pruned, now_ms);
}

std::vector<AskedFirst> OutboxStore::asked_first(std::optional<std::int64_t> restored_ms) {
    Statement& query = statements_->select_asked_first;
    const ResetAtEnd reset(query);
    query.bind_all(restored_ms, kForgottenAfterRestore.count());
    std::vector<AskedFirst> asked;
    while (query.step())
        asked.push_back({{query.int64(0), query.int64(1)}, query.int64(2), query.int64(3) != 0});
    return asked;
}

std::int64_t OutboxStore::cap_delays(std::int64_t latest_ms, std::int64_t now_s) {
    return statements_->change(statements_->cap_delays, latest_ms, now_s);
}

std::vector<OutboxCandidate> OutboxStore::sendable_after(const OutboxPlace& place, std::int64_t due_ms,
                                                         std::int64_t limit) {
    Statement& query = statements_->select_sendable;
    const ResetAtEnd reset(query);
    query.bind_all(place.unclear_ends, place.last_s, place.outbox_id, due_ms, limit);
    std::vector<OutboxCandidate> candidates;
    while (query.step()) candidates.push_back(candidate_of(query));
    return candidates;
}

std::vector<LookupGroup> OutboxStore::due_lookups_after(const LookupGroup& group, const OutboxMoment& now,
                                                        std::int64_t limit) {
    Statement& query = statements_->select_due_lookups;
    const ResetAtEnd reset(query);
    query.bind_all(group.installation.user_id, group.installation.installation_id,
                   (group.day + 1) * kDayS - 1, now.now_ms, now.boot.boot_id, now.boot.ms, limit);
    std::vector<LookupGroup> groups;
    while (query.step()) groups.push_back({{query.int64(0), query.int64(1)}, query.int64(2)});
    return groups;
}

std::vector<std::int64_t> OutboxStore::due_of_lookup(const LookupGroup& group, const OutboxMoment& now) {
    return all_numbers(statements_->select_due_of_lookup, group.installation.user_id,
                       group.installation.installation_id, group.day * kDayS, (group.day + 1) * kDayS,
                       now.now_ms, now.boot.boot_id, now.boot.ms);
}

std::vector<std::int64_t> OutboxStore::uncertain_at(const InstallationKey& installation,
                                                    std::int64_t last_s) {
    return all_numbers(statements_->select_uncertain_at, installation.user_id, installation.installation_id,
                       last_s);
}

std::optional<std::int64_t> OutboxStore::next_due_ms(const OutboxMoment& after, const OutboxMoment& now) {
    return first_number(statements_->select_next_due, after.now_ms, now.boot.boot_id, now.boot.ms, now.now_ms,
                        after.boot.ms);
}

std::optional<OutboxHold> OutboxStore::hold_of(const OutboxCandidate& candidate) {
    Statement& query = statements_->select_hold;
    const ResetAtEnd reset(query);
    query.bind_all(candidate.ip, candidate.installation.user_id, candidate.installation.installation_id);
    if (!query.step()) return std::nullopt;
    return OutboxHold{held_for_at(query, 0), query.int64(1)};
}

std::optional<std::int64_t> OutboxStore::last_sent_ms_of_ip(std::string_view ip) {
    return first_number(statements_->select_last_sent_of_ip, ip);
}

bool OutboxStore::is_key_busy(const InstallationKey& installation, std::int64_t last_s) {
    return first_number(statements_->select_busy_key, installation.user_id, installation.installation_id,
                        last_s)
        .has_value();
}

bool OutboxStore::claim(std::int64_t outbox_id, std::int64_t now_ms, std::int64_t run_id) {
    return statements_->change(statements_->claim_item, outbox_id, now_ms, run_id,
                               kForgottenAfterRestore.count()) == 1;
}

bool OutboxStore::move(std::int64_t outbox_id, OutboxState from, const OutboxMove& move) {
    std::optional<std::string_view> held_for;
    if (move.held_for) held_for = model::name_of(*move.held_for);
    std::optional<std::string> boot_id;
    std::optional<std::int64_t> until_boot_ms;
    if (move.settling) {
        boot_id = move.settling->boot_id;
        until_boot_ms = move.settling->until_boot_ms;
    }
    return statements_->change(statements_->move_item, outbox_id, model::name_of(from),
                               model::name_of(move.state), move.attempts, move.unclear_ends,
                               move.first_unclear_ms, move.next_attempt_ms, boot_id, until_boot_ms,
                               move.looked_up_ms, held_for, move.last_status, move.last_error, move.note,
                               move.sent_ms) == 1;
}

bool OutboxStore::hold(std::int64_t outbox_id, const OutboxHold& hold) {
    return statements_->change(statements_->hold_item, outbox_id, model::name_of(hold.held_for),
                               hold.until_ms) == 1;
}

std::int64_t OutboxStore::release(HeldFor held_for, const InstallationKey& installation,
                                  std::string_view ip) {
    switch (held_for) {
        case HeldFor::address:
            return statements_->change(statements_->release_address, ip);
        case HeldFor::user:
            return statements_->change(statements_->release_user, installation.user_id);
        case HeldFor::installation:
            return statements_->change(statements_->release_installation, installation.user_id,
                                       installation.installation_id);
        case HeldFor::report:
            break;  // nothing waits with it
    }
    return 0;
}

std::vector<std::string> OutboxStore::sent_bodies(const InstallationKey& installation, std::int64_t last_s) {
    Statement& query = statements_->select_sent_bodies;
    const ResetAtEnd reset(query);
    query.bind_all(installation.user_id, installation.installation_id, last_s);
    std::vector<std::string> bodies;
    while (query.step()) bodies.push_back(query.text(0));
    return bodies;
}

std::optional<std::int64_t> OutboxStore::id_of_result(std::int64_t result_id) {
    return first_number(statements_->select_item_of_result, result_id);
}

bool OutboxStore::supersede(std::int64_t outbox_id) {
    return statements_->change(statements_->supersede_item, outbox_id) == 1;
}

std::optional<model::OutboxItem> OutboxStore::find(std::int64_t outbox_id) {
    Statement& query = statements_->select_item;
    const ResetAtEnd reset(query);
    query.bind_all(outbox_id);
    if (!query.step()) return std::nullopt;
    return item_of(query);
}

std::vector<std::int64_t> OutboxStore::ids(const OutboxFilter& filter) {
    const auto asks_for = [&filter](OutboxState state) { return filter.states.contains(state); };
    return all_numbers(statements_->select_ids, asks_for(OutboxState::pending),
                       asks_for(OutboxState::sending), asks_for(OutboxState::retry),
                       asks_for(OutboxState::held), asks_for(OutboxState::uncertain),
                       asks_for(OutboxState::dead), asks_for(OutboxState::sent),
                       asks_for(OutboxState::superseded), asks_for(OutboxState::dropped), filter.user_id,
                       filter.installation_id, filter.from_s, filter.to_s, filter.limit);
}

std::map<OutboxState, std::int64_t> OutboxStore::count_open() {
    Statement& query = statements_->count_open;
    const ResetAtEnd reset(query);
    std::map<OutboxState, std::int64_t> counts;
    while (query.step()) counts[outbox_state_at(query, 0)] = query.int64(1);
    return counts;
}

OutboxWaiting OutboxStore::waiting(const OutboxMoment& now) {
    Statement& query = statements_->select_waiting;
    const ResetAtEnd reset(query);
    query.bind_all(now.boot.boot_id, now.boot.ms, now.now_ms);
    OutboxWaiting waiting;
    if (!query.step()) return waiting;
    waiting.oldest_queued_ms = query.optional_int64(0);
    waiting.next_held_ms = query.optional_int64(1);
    waiting.next_uncertain_ms = query.optional_int64(2);
    waiting.left_to_operator = query.int64(3);
    return waiting;
}

bool OutboxStore::retry(std::int64_t outbox_id) {
    const auto item = find(outbox_id);
    if (!item || statements_->change(statements_->retry_item, outbox_id) == 0) return false;
    if (item->held_for) release(*item->held_for, item->installation, item->ip);
    return true;
}

bool OutboxStore::drop(std::int64_t outbox_id, std::string_view reason) {
    return statements_->change(statements_->drop_item, outbox_id, reason) == 1;
}

}  // namespace tixdb::store
