// SPDX-License-Identifier: MIT

#include "publish/outcome_recorder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/time_text.hpp"

namespace tixdb::publish {
namespace {

using model::HeldFor;
using model::OutboxItem;
using model::OutboxState;
using store::OutboxMove;

// So often an item may be asked about, with the server answering, without being found.
constexpr std::int64_t kMostUnresolved = 5;

std::string text_of(std::int64_t outbox_id, const model::InstallationKey& installation, std::int64_t last_s) {
    return fmt::format("outbox item {} (user {}, installation {}, {})", outbox_id, installation.user_id,
                       installation.installation_id, iso_of_s(last_s));
}

std::string text_of(const OutboxItem& item) {
    return text_of(item.outbox_id, item.installation, item.last_s);
}

// What stays as it was unless the outcome says otherwise.
OutboxMove unchanged(const OutboxItem& item) {
    OutboxMove move;
    move.state = item.state;
    move.next_attempt_ms = item.next_attempt_ms;
    move.last_status = item.last_status;
    move.last_error = item.last_error;
    move.unresolved = item.unresolved;
    return move;
}

}  // namespace

OutcomeRecorder::OutcomeRecorder(store::Database& database, Clock& clock, Log& log,
                                 const PublishSettings& settings, PublishObserver& observer)
    : database_(database),
      outbox_(database),
      clock_(clock),
      log_(log),
      settings_(settings),
      observer_(observer),
      random_(settings.seed) {}

void OutcomeRecorder::recover() {
    const std::int64_t recovered = outbox_.recover_sending(clock_.now_ms() + settings_.settle_delay.count());
    counts_.uncertain += recovered;
    if (recovered > 0) {
        log_.warning(fmt::format("publish: {} of a run that was killed: uncertain until tix-api is asked",
                                 plural(recovered, "item")));
    }
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

std::chrono::milliseconds OutcomeRecorder::next_backoff(std::int64_t attempts) {
    // 53 random bits, so that the same seed gives the same delays with every standard library.
    const double chance = static_cast<double>(random_() >> 11U) * 0x1.0p-53;
    return backoff(attempts, chance, settings_.retry_base, settings_.retry_cap);
}

OutboxMove OutcomeRecorder::move_after_post(const OutboxItem& item, const HttpAnswer& answer,
                                            const PostOutcome& outcome) {
    const std::int64_t now_ms = clock_.now_ms();
    OutboxMove move;
    move.unresolved = item.unresolved;
    if (answer.end == HttpEnd::answered) move.last_status = answer.status;
    if (!outcome.error.empty()) move.last_error = outcome.error;
    const auto hold_for = [&](HeldFor held_for) {
        move.state = OutboxState::held;
        move.held_for = held_for;
        move.next_attempt_ms = now_ms + settings_.hold_delay.count();
    };
    switch (outcome.verdict) {
        case PostVerdict::stored:
            move.state = OutboxState::sent;
            move.sent_ms = now_ms;
            break;
        case PostVerdict::not_tix_api:
        case PostVerdict::bad_credentials:
            move.state = OutboxState::pending;
            break;
        case PostVerdict::unreachable:
        case PostVerdict::failed_for_now:
            move.state = OutboxState::retry;
            move.next_attempt_ms = now_ms + delay_before_retry(answer, next_backoff(item.attempts)).count();
            break;
        case PostVerdict::address_refused:
            hold_for(HeldFor::address);
            break;
        case PostVerdict::user_refused:
            hold_for(HeldFor::user);
            break;
        case PostVerdict::report_refused:
            move.state = OutboxState::dead;
            break;
        case PostVerdict::uncertain:
            move.state = OutboxState::uncertain;
            move.next_attempt_ms = now_ms + delay_before_retry(answer, settings_.settle_delay).count();
            break;
    }
    return move;
}

void OutcomeRecorder::post_ended(const OutboxItem& item, const std::optional<HeldFor>& trial,
                                 const HttpAnswer& answer, const PostOutcome& outcome) {
    const OutboxMove move = move_after_post(item, answer, outcome);
    store::Transaction transaction(database_);
    outbox_.move(item.outbox_id, OutboxState::sending, move);
    if (move.state == OutboxState::sent && trial) outbox_.release(*trial, item.installation, item.ip);
    observer_.reached(PublishPoint::recording, item.outbox_id);
    transaction.commit();
    tell(move, text_of(item));
    observer_.reached(PublishPoint::recorded, item.outbox_id);
}

void OutcomeRecorder::post_abandoned(const OutboxItem& item) {
    HttpAnswer answer;
    answer.end = HttpEnd::cut_off;
    answer.error = "the run was asked to stop";
    post_ended(item, std::nullopt, answer, outcome_of_post(answer, item.last_s));
}

void OutcomeRecorder::preflight_refused(const store::OutboxCandidate& candidate, const HttpAnswer& answer,
                                        const GetOutcome& outcome) {
    OutboxMove move;
    if (answer.end == HttpEnd::answered) move.last_status = answer.status;
    move.last_error = outcome.error;
    const std::int64_t now_ms = clock_.now_ms();
    switch (outcome.verdict) {
        case GetVerdict::not_found:
        case GetVerdict::user_refused:
            move.state = OutboxState::held;
            move.held_for = outcome.verdict == GetVerdict::not_found ? HeldFor::installation : HeldFor::user;
            move.next_attempt_ms = now_ms + settings_.hold_delay.count();
            break;
        case GetVerdict::unreachable:
        case GetVerdict::unanswered:
            move.state = OutboxState::retry;
            move.more_attempts = 1;
            move.next_attempt_ms =
                now_ms + delay_before_retry(answer, next_backoff(candidate.attempts + 1)).count();
            break;
        case GetVerdict::answered:
        case GetVerdict::not_tix_api:
        case GetVerdict::bad_credentials:
            return;  // the item is not to blame and stays as it is
    }
    if (const auto item = outbox_.find(candidate.outbox_id)) move.unresolved = item->unresolved;
    store::Transaction transaction(database_);
    if (!outbox_.move(candidate.outbox_id, candidate.state, move)) return;  // changed meanwhile
    observer_.reached(PublishPoint::recording, candidate.outbox_id);
    transaction.commit();
    tell(move, text_of(candidate.outbox_id, candidate.installation, candidate.last_s));
    observer_.reached(PublishPoint::recorded, candidate.outbox_id);
}

OutboxMove OutcomeRecorder::move_after_resolution(const OutboxItem& item, const Resolution& resolution) {
    OutboxMove move = unchanged(item);
    if (!resolution.note.empty()) move.note = resolution.note;
    move.next_attempt_ms.reset();
    switch (resolution.verdict) {
        case ResolveVerdict::stored:
            move.state = OutboxState::sent;
            move.sent_ms = clock_.now_ms();
            break;
        case ResolveVerdict::not_stored:
            ++move.unresolved;
            move.state = move.unresolved >= kMostUnresolved ? OutboxState::dead : OutboxState::pending;
            break;
        case ResolveVerdict::ambiguous:
        case ResolveVerdict::unreadable:
            break;  // stays uncertain; without a time the operator decides
    }
    return move;
}

void OutcomeRecorder::resolved(const OutboxItem& item, const Resolution& resolution) {
    const OutboxMove move = move_after_resolution(item, resolution);
    store::Transaction transaction(database_);
    if (!outbox_.move(item.outbox_id, OutboxState::uncertain, move)) return;  // dropped meanwhile
    observer_.reached(PublishPoint::resolving, item.outbox_id);
    transaction.commit();
    if (move.state == OutboxState::sent) ++counts_.found_stored;
    if (move.state == OutboxState::pending) ++counts_.not_stored;
    if (move.state == OutboxState::dead) tell(move, text_of(item));
    if (move.state == OutboxState::uncertain)
        log_.warning(fmt::format("{}: {}", text_of(item), resolution.note));
    observer_.reached(PublishPoint::resolved, item.outbox_id);
}

void OutcomeRecorder::unresolved(const OutboxItem& item, const std::string& error, bool server_answers) {
    OutboxMove move = unchanged(item);
    move.last_error = error;
    if (server_answers) ++move.unresolved;
    if (move.unresolved >= kMostUnresolved) {
        move.state = OutboxState::dead;
        move.next_attempt_ms.reset();
    } else {
        move.next_attempt_ms = clock_.now_ms() + next_backoff(move.unresolved + 1).count();
    }
    store::Transaction transaction(database_);
    if (!outbox_.move(item.outbox_id, OutboxState::uncertain, move)) return;  // dropped meanwhile
    observer_.reached(PublishPoint::resolving, item.outbox_id);
    transaction.commit();
    if (move.state == OutboxState::dead) tell(move, text_of(item));
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
