// SPDX-License-Identifier: MIT

#include "publish/outcome_recorder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "base/time_text.hpp"
#include "publish/backoff.hpp"

namespace tixdb::publish {
namespace {

using model::HeldFor;
using model::OutboxItem;
using model::OutboxState;
using store::OutboxMove;

// So often an item may end unclear, and be found not stored each time, while others are taken: then it is the
// report.
constexpr std::int64_t kMostUnclearEnds = 5;

std::string item_text_of(std::int64_t outbox_id, const model::InstallationKey& installation,
                         std::int64_t last_s) {
    return fmt::format("outbox item {} (user {}, installation {}, {})", outbox_id, installation.user_id,
                       installation.installation_id, iso_of_s(last_s));
}

std::string item_text_of(const OutboxItem& item) {
    return item_text_of(item.outbox_id, item.installation, item.last_s);
}

}  // namespace

OutcomeRecorder::OutcomeRecorder(store::Database& database, store::OutboxStore& outbox, Clock& clock,
                                 Log& log, const PublishSettings& settings, PublishObserver& observer,
                                 ServerMemory& server)
    : database_(database),
      outbox_(outbox),
      clock_(clock),
      log_(log),
      settings_(settings),
      observer_(observer),
      server_(server),
      random_(settings.seed) {}

void OutcomeRecorder::recover() {
    outbox_.settle_anew(now(), settings_.settle_delay);
    const std::int64_t recovered = outbox_.recover_sending(now(), settings_.settle_delay);
    counts_.uncertain += recovered;
    if (recovered > 0) {
        log_.warning(fmt::format("publish: {} of a run that was killed: uncertain until tix-api is asked",
                                 plural(recovered, "item")));
    }
    outbox_.ask_about_pruned(clock_.now_ms());
    cap_delays();
    observer_.reached(PublishPoint::recovered, 0);
}

// A clock that was ahead once has set times that are far off, and nobody could send what waits for them.
void OutcomeRecorder::cap_delays() {
    const auto longest =
        std::max({settings_.settle_delay, settings_.retry_cap, settings_.hold_delay, kLongestRetryAfter});
    const std::int64_t capped = outbox_.cap_delays(clock_.now_ms() + longest.count(), clock_.now_s());
    if (capped == 0) return;
    log_.warning(
        fmt::format("publish: {} due later than any delay asks for, as after a clock that was ahead, or a "
                    "longer delay: due in {} now",
                    plural(capped, "item"), duration_text(longest)));
}

std::chrono::milliseconds OutcomeRecorder::next_backoff(std::int64_t failures) {
    // 53 random bits, so that the same seed gives the same delays with every standard library.
    const double chance = static_cast<double>(random_() >> 11U) * 0x1.0p-53;
    return backoff(failures, chance, settings_.retry_base, settings_.retry_cap);
}

void OutcomeRecorder::settle(OutboxMove& move, bool counts_as_unclear) {
    const store::OutboxMoment moment = now();
    move.state = OutboxState::uncertain;
    move.next_attempt_ms = moment.now_ms + settings_.settle_delay.count();
    move.settling = model::Settling{moment.boot.boot_id, moment.boot.ms + settings_.settle_delay.count()};
    if (!counts_as_unclear) return;
    ++move.unclear_ends;
    if (!move.first_unclear_ms) move.first_unclear_ms = moment.now_ms;
}

OutboxMove OutcomeRecorder::move_after_post(const ClaimedItem& claimed, const HttpAnswer& answer,
                                            const PostOutcome& outcome, const PostDecision& decision) {
    OutboxMove move(claimed.item);
    move.last_status.reset();
    if (answer.end == HttpEnd::answered) move.last_status = answer.status;
    move.last_error.reset();
    if (!outcome.error.empty()) move.last_error = outcome.error;
    const auto hold_for = [&](HeldFor held_for) {
        move.state = OutboxState::held;
        move.held_for = held_for;
        move.next_attempt_ms = clock_.now_ms() + settings_.hold_delay.count();
    };
    const PostRule rule = rule_of(outcome.end);
    switch (rule.fate) {
        case ItemFate::sent:
            move.state = OutboxState::sent;
            move.sent_ms = clock_.now_ms();
            break;
        case ItemFate::uncertain:
            settle(move, rule.counts_as_unclear);
            break;
        case ItemFate::as_before:
            move.state = claimed.before.state;
            move.next_attempt_ms = claimed.before.next_attempt_ms;
            move.held_for = claimed.before.held_for;
            break;
        case ItemFate::held_for_address:
            hold_for(HeldFor::address);
            break;
        case ItemFate::held_for_user:
            hold_for(HeldFor::user);
            break;
        case ItemFate::dead_or_retry:
            if (decision.is_refused_for_good) {
                move.state = OutboxState::dead;
                break;
            }
            [[fallthrough]];
        case ItemFate::retry:
            move.state = OutboxState::retry;
            move.next_attempt_ms = clock_.now_ms() + next_backoff(claimed.item.attempts).count();
            break;
    }
    return move;
}

void OutcomeRecorder::post_ended(const ClaimedItem& claimed, const HttpAnswer& answer,
                                 const PostOutcome& outcome, const PostDecision& decision) {
    const OutboxItem& item = claimed.item;
    OutboxMove move = move_after_post(claimed, answer, outcome, decision);
    outbox_.move(item.outbox_id, OutboxState::sending, move);
    if (move.state == OutboxState::sent) {
        if (claimed.trial) outbox_.release(*claimed.trial, item.installation, item.ip);
        server_.note_accepted(clock_.now_ms());
    }
    change_others(decision);
    observer_.reached(PublishPoint::recording, item.outbox_id);
    uncommitted_.push_back({std::move(move), item_text_of(item), item.outbox_id, true});
}

void OutcomeRecorder::tell_committed() {
    for (const Change& change : std::exchange(uncommitted_, {})) {
        tell(change.move, change.item_text);
        if (change.is_of_post) observer_.reached(PublishPoint::recorded, change.outbox_id);
    }
}

void OutcomeRecorder::change_others(const PostDecision& decision) {
    for (const std::int64_t outbox_id : decision.now_dead) change_other(outbox_id, OutboxState::dead);
    for (const FailedAddress& each : decision.now_held) change_other(each.outbox_id, OutboxState::held);
    for (const FailedAddress& each : decision.now_retried) {
        change_other(each.outbox_id, OutboxState::retry);
        outbox_.release(HeldFor::address, {}, each.ip);
    }
}

void OutcomeRecorder::change_other(std::int64_t outbox_id, OutboxState to) {
    const auto item = outbox_.find(outbox_id);
    if (!item || item->state == to || (item->state != OutboxState::retry && item->state != OutboxState::held))
        return;
    OutboxMove move(*item);
    move.state = to;
    move.held_for.reset();
    move.next_attempt_ms.reset();
    if (to == OutboxState::retry)
        move.next_attempt_ms = clock_.now_ms() + next_backoff(item->attempts).count();
    if (to == OutboxState::held) {
        move.held_for = HeldFor::address;
        move.next_attempt_ms = clock_.now_ms() + settings_.hold_delay.count();
    }
    if (!outbox_.move(outbox_id, item->state, move)) return;
    // It has been counted as what it was.
    --(item->state == OutboxState::retry ? counts_.retry : counts_.held);
    uncommitted_.push_back({std::move(move), item_text_of(*item), outbox_id, false});
}

void OutcomeRecorder::posts_abandoned(const std::vector<ClaimedItem>& claimed) {
    HttpAnswer answer;
    answer.end = HttpEnd::cut_off;
    answer.error = "the run was asked to stop";
    store::Transaction transaction(database_);
    for (const ClaimedItem& each : claimed)
        post_ended(each, answer, outcome_of_post(answer, each.item.last_s), {});
    transaction.commit();
    tell_committed();
}

void OutcomeRecorder::unclaim(const std::vector<ClaimedItem>& claimed) {
    store::Transaction transaction(database_);
    for (const ClaimedItem& each : claimed)
        outbox_.move(each.item.outbox_id, OutboxState::sending, OutboxMove(each.before));
    transaction.commit();
}

std::optional<OutboxItem> OutcomeRecorder::hold_after_preflight(const store::OutboxCandidate& candidate,
                                                                HeldFor held_for, const HttpAnswer& answer,
                                                                const std::string& error) {
    store::Transaction transaction(database_);
    const auto item = outbox_.find(candidate.outbox_id);
    if (!item || item->state != candidate.state) return std::nullopt;
    OutboxMove move(*item);
    move.state = OutboxState::held;
    move.held_for = held_for;
    move.next_attempt_ms = clock_.now_ms() + settings_.hold_delay.count();
    move.last_status = answer.status;
    move.last_error = error;
    outbox_.move(item->outbox_id, item->state, move);
    observer_.reached(PublishPoint::recording, item->outbox_id);
    transaction.commit();
    tell(move, item_text_of(*item));
    observer_.reached(PublishPoint::recorded, item->outbox_id);
    return item;
}

void OutcomeRecorder::postpone(const store::OutboxCandidate& candidate, std::chrono::milliseconds delay,
                               const std::string& error) {
    store::Transaction transaction(database_);
    const auto item = outbox_.find(candidate.outbox_id);
    if (!item || item->state != candidate.state) return;
    OutboxMove move(*item);
    move.next_attempt_ms = clock_.now_ms() + delay.count();
    move.last_status.reset();
    move.last_error = error;
    outbox_.move(item->outbox_id, item->state, move);
    observer_.reached(PublishPoint::recording, item->outbox_id);
    transaction.commit();
    log_.detail(fmt::format("{}: {}", item_text_of(*item), error));
    observer_.reached(PublishPoint::recorded, item->outbox_id);
}

void OutcomeRecorder::take_back(const std::vector<OutboxItem>& items) {
    store::Transaction transaction(database_);
    for (const OutboxItem& item : items) {
        const auto present = outbox_.find(item.outbox_id);
        if (!present || present->state != OutboxState::held) continue;
        outbox_.release(HeldFor::installation, item.installation, item.ip);
        outbox_.move(item.outbox_id, OutboxState::pending, OutboxMove(item));
        --counts_.held;
    }
    transaction.commit();
}

OutboxMove OutcomeRecorder::move_after_lookup(const OutboxItem& item, const Resolution& resolution) {
    OutboxMove move(item);
    if (!resolution.note.empty()) move.note = resolution.note;
    move.next_attempt_ms.reset();
    move.settling.reset();
    // A clock that was set back since does not undo the look-up.
    move.looked_up_ms = std::max(clock_.now_ms(), restored_ms_.value_or(INT64_MIN));
    if (resolution.verdict == ResolveVerdict::ambiguous) return move;  // without a time the operator decides
    if (resolution.verdict == ResolveVerdict::stored) {
        move.state = OutboxState::sent;
        move.sent_ms = clock_.now_ms();
        return move;
    }
    const bool were_others_taken =
        item.first_unclear_ms && server_.last_accepted_ms().value_or(INT64_MIN) > *item.first_unclear_ms;
    if (item.unclear_ends >= kMostUnclearEnds && were_others_taken) {
        move.state = OutboxState::held;
        move.held_for = HeldFor::report;
        move.next_attempt_ms = clock_.now_ms() + settings_.hold_delay.count();
        return move;
    }
    move.state = OutboxState::retry;
    move.next_attempt_ms = clock_.now_ms() + next_backoff(std::max<std::int64_t>(item.attempts, 1)).count();
    return move;
}

std::optional<OutboxState> OutcomeRecorder::looked_up(const OutboxItem& item, const Resolution& resolution) {
    const OutboxMove move = move_after_lookup(item, resolution);
    store::Transaction transaction(database_);
    if (!outbox_.move(item.outbox_id, OutboxState::uncertain, move))
        return std::nullopt;  // dropped meanwhile
    if (move.state == OutboxState::sent) server_.note_accepted(clock_.now_ms());
    if (is_odd_status(item.last_status) && move.state != OutboxState::uncertain)
        server_.note_odd_answers(move.state == OutboxState::sent);
    observer_.reached(PublishPoint::resolving, item.outbox_id);
    transaction.commit();
    if (move.state == OutboxState::sent) ++counts_.found_stored;
    if (move.state == OutboxState::retry || move.state == OutboxState::held) ++counts_.not_stored;
    if (move.state == OutboxState::held) tell(move, item_text_of(item));
    if (move.state == OutboxState::uncertain)
        log_.warning(fmt::format("{}: {}", item_text_of(item), resolution.note));
    observer_.reached(PublishPoint::resolved, item.outbox_id);
    return move.state;
}

void OutcomeRecorder::ask_again(const OutboxItem& item, std::chrono::milliseconds delay,
                                const std::string& error, const std::string& note) {
    OutboxMove move(item);
    if (!error.empty()) move.last_error = error;
    if (!note.empty()) move.note = note;
    move.settling.reset();
    move.next_attempt_ms = clock_.now_ms() + delay.count();
    store::Transaction transaction(database_);
    if (!outbox_.move(item.outbox_id, OutboxState::uncertain, move)) return;  // dropped meanwhile
    observer_.reached(PublishPoint::resolving, item.outbox_id);
    transaction.commit();
    log_.detail(fmt::format("{}: {}", item_text_of(item), error));
    observer_.reached(PublishPoint::resolved, item.outbox_id);
}

void OutcomeRecorder::tell(const OutboxMove& move, const std::string& item_text) {
    const std::string error = move.last_error.value_or("");
    switch (move.state) {
        case OutboxState::sent:
            ++counts_.sent;
            log_.detail(fmt::format("{}: sent", item_text));
            return;
        case OutboxState::held:
            ++counts_.held;
            log_.warning(fmt::format("{}: held for its {}: {}", item_text,
                                     model::name_of(move.held_for.value_or(HeldFor::address)), error));
            return;
        case OutboxState::dead:
            ++counts_.dead;
            log_.warning(fmt::format("{}: dead: {}", item_text, error));
            return;
        case OutboxState::retry:
            ++counts_.retry;
            break;
        case OutboxState::uncertain:
            ++counts_.uncertain;
            break;
        default:
            break;
    }
    log_.detail(fmt::format("{}: {}: {}", item_text, model::name_of(move.state), error));
}

}  // namespace tixdb::publish
