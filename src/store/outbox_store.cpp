// SPDX-License-Identifier: MIT

#include "store/outbox_store.hpp"

#include "store/sql/outbox.hpp"

namespace tixdb::store {
namespace {

using model::HeldFor;
using model::InstallationKey;
using model::OutboxState;

OutboxCandidate candidate_of(const Statement& row) {
    OutboxCandidate candidate;
    candidate.outbox_id = row.int64(0);
    candidate.installation = {row.int64(1), row.int64(2)};
    candidate.last_s = row.int64(3);
    candidate.ip = row.text(4);
    candidate.state = model::kOutboxStates.require(row.text_view(5));
    candidate.attempts = row.int64(6);
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
    item.state = model::kOutboxStates.require(row.text_view(8));
    item.attempts = row.int64(9);
    item.unresolved = row.int64(10);
    item.next_attempt_ms = row.optional_int64(11);
    if (!row.is_null(12)) item.held_for = model::kHeldFor.require(row.text_view(12));
    item.last_status = row.optional_int64(13);
    item.last_error = row.optional_text(14);
    item.drop_reason = row.optional_text(15);
    item.note = row.optional_text(16);
    item.queued_ms = row.int64(17);
    item.claimed_ms = row.optional_int64(18);
    item.sent_ms = row.optional_int64(19);
    return item;
}

std::optional<std::int64_t> first_number(Statement& query) {
    std::optional<std::int64_t> value;
    if (query.step()) value = query.optional_int64(0);
    query.reset();
    return value;
}

std::vector<OutboxCandidate> candidates_of(Statement& query) {
    std::vector<OutboxCandidate> candidates;
    while (query.step()) candidates.push_back(candidate_of(query));
    return candidates;
}

std::int64_t bits_of(const std::set<OutboxState>& states) {
    std::int64_t bits = 0;
    for (const OutboxState state : states) bits |= std::int64_t{1} << static_cast<unsigned>(state);
    return bits;
}

}  // namespace

template <typename... Values>
std::int64_t OutboxStore::change(std::string_view sql, const Values&... values) {
    Statement statement(database_, sql);
    statement.bind_all(values...);
    statement.execute();
    return database_.handle().getChanges();
}

std::int64_t OutboxStore::insert(const model::NewOutboxItem& item) {
    change(sql::outbox::insert_item, item.installation.user_id, item.installation.installation_id,
           item.last_s, item.ip, item.method, item.body, item.result_id, item.queued_ms, item.run_id);
    return database_.handle().getLastInsertRowid();
}

std::int64_t OutboxStore::recover_sending(std::int64_t due_ms) {
    return change(sql::outbox::recover_sending, due_ms);
}

std::int64_t OutboxStore::cap_delays(std::int64_t latest_ms, std::int64_t now_s) {
    return change(sql::outbox::cap_delays, latest_ms, now_s);
}

std::vector<OutboxCandidate> OutboxStore::pending_after(std::int64_t last_s, std::int64_t outbox_id,
                                                        std::int64_t limit) {
    Statement query(database_, sql::outbox::select_pending);
    query.bind_all(last_s, outbox_id, limit);
    return candidates_of(query);
}

std::vector<OutboxCandidate> OutboxStore::due(std::int64_t now_ms, std::int64_t limit) {
    Statement query(database_, sql::outbox::select_due);
    query.bind_all(now_ms, limit);
    return candidates_of(query);
}

std::vector<std::int64_t> OutboxStore::due_uncertain(std::int64_t now_ms, std::int64_t limit) {
    Statement query(database_, sql::outbox::select_due_uncertain);
    query.bind_all(now_ms, limit);
    std::vector<std::int64_t> ids;
    while (query.step()) ids.push_back(query.int64(0));
    return ids;
}

std::optional<std::int64_t> OutboxStore::next_due_ms(std::int64_t now_ms) {
    Statement query(database_, sql::outbox::select_next_due);
    query.bind_all(now_ms);
    return first_number(query);
}

std::optional<std::int64_t> OutboxStore::next_uncertain_ms() {
    Statement query(database_, sql::outbox::select_next_uncertain);
    return first_number(query);
}

std::optional<OutboxHold> OutboxStore::hold_of(const OutboxCandidate& candidate) {
    Statement query(database_, sql::outbox::select_hold);
    query.bind_all(candidate.ip, candidate.installation.user_id, candidate.installation.installation_id);
    std::optional<OutboxHold> hold;
    if (query.step()) {
        hold = OutboxHold{model::kHeldFor.require(query.text_view(0)), query.int64(1)};
    }
    query.reset();
    return hold;
}

std::optional<std::int64_t> OutboxStore::last_sent_ms_of_ip(std::string_view ip) {
    Statement query(database_, sql::outbox::select_last_sent_of_ip);
    query.bind_all(ip);
    return first_number(query);
}

bool OutboxStore::is_key_busy(const InstallationKey& installation, std::int64_t last_s) {
    Statement query(database_, sql::outbox::select_busy_key);
    query.bind_all(installation.user_id, installation.installation_id, last_s);
    return first_number(query).has_value();
}

bool OutboxStore::claim(std::int64_t outbox_id, std::int64_t now_ms, std::int64_t run_id) {
    return change(sql::outbox::claim_item, outbox_id, now_ms, run_id) == 1;
}

bool OutboxStore::move(std::int64_t outbox_id, OutboxState from, const OutboxMove& move) {
    std::optional<std::string_view> held_for;
    if (move.held_for) held_for = model::name_of(*move.held_for);
    return change(sql::outbox::move_item, outbox_id, model::name_of(from), model::name_of(move.state),
                  move.next_attempt_ms, held_for, move.last_status, move.last_error, move.note, move.sent_ms,
                  move.unresolved, move.more_attempts) == 1;
}

bool OutboxStore::hold(std::int64_t outbox_id, const OutboxHold& hold) {
    return change(sql::outbox::hold_item, outbox_id, model::name_of(hold.held_for), hold.until_ms) == 1;
}

std::int64_t OutboxStore::release(HeldFor held_for, const InstallationKey& installation,
                                  std::string_view ip) {
    switch (held_for) {
        case HeldFor::address:
            return change(sql::outbox::release_address, ip);
        case HeldFor::user:
            return change(sql::outbox::release_user, installation.user_id);
        case HeldFor::installation:
            break;
    }
    return change(sql::outbox::release_installation, installation.user_id, installation.installation_id);
}

std::vector<std::string> OutboxStore::sent_bodies(const InstallationKey& installation, std::int64_t last_s) {
    Statement query(database_, sql::outbox::select_sent_bodies);
    query.bind_all(installation.user_id, installation.installation_id, last_s);
    std::vector<std::string> bodies;
    while (query.step()) bodies.push_back(query.text(0));
    return bodies;
}

std::optional<std::int64_t> OutboxStore::id_of_result(std::int64_t result_id) {
    Statement query(database_, sql::outbox::select_item_of_result);
    query.bind_all(result_id);
    return first_number(query);
}

bool OutboxStore::supersede(std::int64_t outbox_id) {
    return change(sql::outbox::supersede_item, outbox_id) == 1;
}

std::optional<model::OutboxItem> OutboxStore::find(std::int64_t outbox_id) {
    Statement query(database_, sql::outbox::select_item);
    query.bind_all(outbox_id);
    std::optional<model::OutboxItem> item;
    if (query.step()) item = item_of(query);
    query.reset();
    return item;
}

std::vector<std::int64_t> OutboxStore::ids(const OutboxFilter& filter) {
    Statement query(database_, sql::outbox::select_ids);
    query.bind_all(bits_of(filter.states), filter.user_id, filter.installation_id, filter.from_s, filter.to_s,
                   filter.limit);
    std::vector<std::int64_t> ids;
    while (query.step()) ids.push_back(query.int64(0));
    return ids;
}

std::map<OutboxState, std::int64_t> OutboxStore::count_open() {
    Statement query(database_, sql::outbox::count_open);
    std::map<OutboxState, std::int64_t> counts;
    while (query.step()) {
        counts[model::kOutboxStates.require(query.text_view(0))] = query.int64(1);
    }
    return counts;
}

bool OutboxStore::retry(std::int64_t outbox_id, std::int64_t now_ms) {
    const auto item = find(outbox_id);
    if (!item || change(sql::outbox::retry_item, outbox_id, now_ms) == 0) return false;
    if (item->held_for) release(*item->held_for, item->installation, item->ip);
    return true;
}

bool OutboxStore::drop(std::int64_t outbox_id, std::string_view reason) {
    return change(sql::outbox::drop_item, outbox_id, reason) == 1;
}

}  // namespace tixdb::store
