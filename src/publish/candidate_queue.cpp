// SPDX-License-Identifier: MIT

#include "publish/candidate_queue.hpp"

#include <algorithm>
#include <utility>

namespace tixdb::publish {
namespace {

using store::OutboxCandidate;
using store::OutboxHold;

constexpr std::size_t kLookAhead = 512;
constexpr std::int64_t kPage = 256;
constexpr std::size_t kHeldAtOnce = 64;

bool shares(model::HeldFor what, const OutboxCandidate& one, const OutboxCandidate& other) {
    switch (what) {
        case model::HeldFor::address:
            return one.ip == other.ip;
        case model::HeldFor::user:
            return one.installation.user_id == other.installation.user_id;
        case model::HeldFor::installation:
            return one.installation == other.installation;
        case model::HeldFor::report:
            break;
    }
    return one.outbox_id == other.outbox_id;
}

bool waits_for(const OutboxCandidate& one, bool is_new_ip, const SendCandidate& in_flight) {
    const OutboxCandidate& other = in_flight.candidate;
    const bool same_installation = one.installation == other.installation;
    return in_flight.goes_alone() ||
           (same_installation && (in_flight.is_preflight || one.last_s == other.last_s)) ||
           (is_new_ip && in_flight.is_new_ip) || (in_flight.trial && shares(*in_flight.trial, one, other));
}

}  // namespace

std::optional<SendCandidate> CandidateQueue::next(std::int64_t now_ms, std::int64_t horizon_ms,
                                                  const std::vector<const SendCandidate*>& in_flight,
                                                  bool is_anything_in_flight) {
    refill(horizon_ms);
    const std::size_t before = waiting_.size();
    auto choice = first_free(now_ms, in_flight, is_anything_in_flight);
    if (choice) is_changed_ = true;
    // Those that left made room for more. It comes to an end: none of them comes back before restart().
    is_unfinished_ = !choice && waiting_.size() < before;
    return choice;
}

void CandidateQueue::refill(std::int64_t horizon_ms) {
    while (!is_exhausted_ && waiting_.size() < kLookAhead) {
        const auto page = outbox_.sendable_after(cursor_, horizon_ms, kPage);
        for (const auto& candidate : page) {
            cursor_ = place_of(candidate);
            if (!left_out_.contains(candidate.outbox_id)) waiting_.try_emplace(cursor_, candidate);
        }
        is_exhausted_ = std::ssize(page) < kPage;
    }
}

std::optional<SendCandidate> CandidateQueue::first_free(std::int64_t now_ms,
                                                        const std::vector<const SendCandidate*>& in_flight,
                                                        bool is_anything_in_flight) {
    std::vector<std::pair<std::int64_t, OutboxHold>> held;
    std::optional<SendCandidate> found;
    for (auto at = waiting_.begin(); at != waiting_.end() && !found && held.size() < kHeldAtOnce;) {
        const OutboxCandidate& candidate = at->second;
        const bool is_new_ip = admission_.is_new(candidate.ip, now_ms);
        const auto waits = [&](const SendCandidate* other) {
            return waits_for(candidate, is_new_ip, *other);
        };
        const bool must_wait = candidate.unclear_ends > 0 && is_anything_in_flight;
        if (must_wait || std::any_of(in_flight.begin(), in_flight.end(), waits)) {
            ++at;
            continue;
        }
        const AdmissionAnswer answer = admission_.ask(candidate, now_ms);
        if (answer.admission == Admission::held) held.emplace_back(candidate.outbox_id, answer.hold.value());
        if (answer.admission == Admission::goes)
            found = SendCandidate{candidate, answer.is_new_ip, answer.trial, false};
        at = waiting_.erase(at);
    }
    if (!held.empty()) {
        store::Transaction transaction(database_);
        for (const auto& [outbox_id, hold] : held) {
            if (outbox_.hold(outbox_id, hold)) newly_held_.insert(outbox_id);
        }
        transaction.commit();
    }
    return found;
}

std::int64_t CandidateQueue::newly_held() {
    return std::count_if(newly_held_.begin(), newly_held_.end(), [this](std::int64_t outbox_id) {
        const auto item = outbox_.find(outbox_id);
        return item && item->state == model::OutboxState::held;
    });
}

void CandidateQueue::put_back(const OutboxCandidate& candidate) {
    waiting_.insert_or_assign(place_of(candidate), candidate);
}

bool CandidateQueue::restart() {
    waiting_.clear();
    cursor_ = {};
    is_exhausted_ = false;
    return std::exchange(is_changed_, false);
}

}  // namespace tixdb::publish
