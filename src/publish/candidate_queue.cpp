// SPDX-License-Identifier: MIT

#include "publish/candidate_queue.hpp"

#include <algorithm>

#include "publish/address_support.hpp"

namespace tixdb::publish {
namespace {

using store::OutboxCandidate;
using store::OutboxHold;

constexpr std::size_t kLookAhead = 512;
constexpr std::int64_t kPage = 256;
constexpr std::size_t kHeldAtOnce = 64;
constexpr std::size_t kRememberedAddresses = 100'000;
// tix-api remembers for a day that it has looked an address up; until then the look-up costs it seconds.
constexpr std::int64_t kKnownForMs = 20LL * 3'600'000;

bool shares(model::HeldFor what, const OutboxCandidate& one, const OutboxCandidate& other) {
    switch (what) {
        case model::HeldFor::address:
            return one.ip == other.ip;
        case model::HeldFor::user:
            return one.installation.user_id == other.installation.user_id;
        case model::HeldFor::installation:
            break;
    }
    return one.installation == other.installation;
}

bool waits_for(const Choice& choice, const Choice& in_flight) {
    const OutboxCandidate& one = choice.candidate;
    const OutboxCandidate& other = in_flight.candidate;
    const bool same_installation = one.installation == other.installation;
    return (same_installation && (in_flight.is_preflight || one.last_s == other.last_s)) ||
           (choice.is_new_ip && in_flight.is_new_ip) ||
           (in_flight.trial && shares(*in_flight.trial, one, other));
}

}  // namespace

std::optional<Choice> CandidateQueue::next(std::int64_t now_ms, std::int64_t retry_horizon_ms,
                                           const std::vector<const Choice*>& in_flight) {
    refill(retry_horizon_ms);
    const std::size_t before = waiting_.size();
    auto choice = first_free(now_ms, in_flight);
    if (choice) is_changed_ = true;
    // Those that left made room for more. It comes to an end: none of them comes back before restart().
    is_unfinished_ = !choice && waiting_.size() < before;
    return choice;
}

void CandidateQueue::refill(std::int64_t retry_horizon_ms) {
    if (waiting_.size() >= kLookAhead) return;
    for (auto& candidate : outbox_.due(retry_horizon_ms, kPage)) {
        if (passed_over_.contains(candidate.outbox_id)) continue;
        waiting_.try_emplace({candidate.last_s, candidate.outbox_id}, candidate);
    }
    for (const auto& candidate : outbox_.pending_after(cursor_.first, cursor_.second, kPage)) {
        cursor_ = {candidate.last_s, candidate.outbox_id};
        waiting_.try_emplace(cursor_, candidate);
    }
}

std::optional<Choice> CandidateQueue::first_free(std::int64_t now_ms,
                                                 const std::vector<const Choice*>& in_flight) {
    std::vector<std::pair<std::int64_t, OutboxHold>> held;
    std::optional<Choice> found;
    for (auto at = waiting_.begin(); at != waiting_.end() && !found && held.size() < kHeldAtOnce;) {
        Choice choice{at->second, is_new(at->second.ip, now_ms), std::nullopt, false};
        const auto waits = [&choice](const Choice* other) { return waits_for(choice, *other); };
        if (std::any_of(in_flight.begin(), in_flight.end(), waits)) {
            ++at;
            continue;
        }
        const auto hold = hold_of(choice.candidate, now_ms);
        if (hold && hold->until_ms > now_ms) {
            held.emplace_back(choice.candidate.outbox_id, *hold);
        } else if (!outbox_.is_key_busy(choice.candidate.installation, choice.candidate.last_s)) {
            if (hold) choice.trial = hold->held_for;
            found = choice;
        } else {
            passed_over_.insert(choice.candidate.outbox_id);
        }
        at = waiting_.erase(at);
    }
    if (!held.empty()) {
        store::Transaction transaction(database_);
        for (const auto& [outbox_id, hold] : held) held_along_ += outbox_.hold(outbox_id, hold) ? 1 : 0;
        transaction.commit();
    }
    return found;
}

std::optional<OutboxHold> CandidateQueue::hold_of(const OutboxCandidate& candidate, std::int64_t now_ms) {
    if (is_held_unasked(candidate.ip, settings_, now_ms)) {
        return OutboxHold{model::HeldFor::address, now_ms + settings_.hold_delay.count()};
    }
    return outbox_.hold_of(candidate);
}

bool CandidateQueue::is_new(const std::string& ip, std::int64_t now_ms) {
    if (last_sent_ms_.size() >= kRememberedAddresses) last_sent_ms_.clear();
    const auto [entry, is_first] = last_sent_ms_.try_emplace(ip, 0);
    if (is_first) entry->second = outbox_.last_sent_ms_of_ip(ip).value_or(0);
    return entry->second <= now_ms - kKnownForMs;
}

void CandidateQueue::put_back(const OutboxCandidate& candidate) {
    waiting_.insert_or_assign({candidate.last_s, candidate.outbox_id}, candidate);
}

void CandidateQueue::forget(const OutboxCandidate& candidate) {
    waiting_.erase({candidate.last_s, candidate.outbox_id});
}

void CandidateQueue::note_sent(const std::string& ip, std::int64_t now_ms) {
    last_sent_ms_[ip] = now_ms;
}

bool CandidateQueue::restart() {
    waiting_.clear();
    passed_over_.clear();
    cursor_ = kStart;
    return std::exchange(is_changed_, false);
}

}  // namespace tixdb::publish
