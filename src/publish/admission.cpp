// SPDX-License-Identifier: MIT

#include "publish/admission.hpp"

#include "publish/address_support.hpp"

namespace tixdb::publish {
namespace {

constexpr std::size_t kRememberedAddresses = 100'000;
// tix-api remembers for a day that it has looked an address up; until then the look-up costs it seconds.
constexpr std::int64_t kKnownForMs = 20LL * 3'600'000;

}  // namespace

AdmissionAnswer AdmissionRule::ask(const store::OutboxCandidate& candidate, std::int64_t now_ms) {
    AdmissionAnswer answer;
    answer.is_new_ip = is_new(candidate.ip, now_ms);
    const auto hold = hold_of(candidate, now_ms);
    if (hold && hold->until_ms > now_ms) {
        answer.admission = Admission::held;
        answer.hold = hold;
    } else if (outbox_.is_key_busy(candidate.installation, candidate.last_s)) {
        answer.admission = Admission::key_busy;
    } else if (answer.is_new_ip && is_paused(candidate.ip, now_ms)) {
        answer.admission = Admission::address_paused;
    } else if (hold) {
        answer.trial = hold->held_for;
    }
    return answer;
}

std::optional<store::OutboxHold> AdmissionRule::hold_of(const store::OutboxCandidate& candidate,
                                                        std::int64_t now_ms) {
    if (is_held_unasked(candidate.ip, settings_, now_ms)) {
        return store::OutboxHold{model::HeldFor::address, now_ms + settings_.hold_delay.count()};
    }
    return outbox_.hold_of(candidate);
}

bool AdmissionRule::is_paused(const std::string& ip, std::int64_t now_ms) const {
    const auto found = paused_until_ms_.find(ip);
    return are_new_addresses_paused_ || (found != paused_until_ms_.end() && found->second > now_ms);
}

std::int64_t AdmissionRule::last_sent_ms(const std::string& ip) {
    if (last_sent_ms_.size() >= kRememberedAddresses) last_sent_ms_.clear();
    const auto [entry, is_first] = last_sent_ms_.try_emplace(ip, 0);
    if (is_first) entry->second = outbox_.last_sent_ms_of_ip(ip).value_or(0);
    return entry->second;
}

bool AdmissionRule::is_new(const std::string& ip, std::int64_t now_ms) {
    return last_sent_ms(ip) <= now_ms - kKnownForMs;
}

bool AdmissionRule::was_ever_sent(const std::string& ip) {
    return last_sent_ms(ip) != 0;
}

void AdmissionRule::note_sent(const std::string& ip, std::int64_t now_ms) {
    last_sent_ms_[ip] = now_ms;
}

}  // namespace tixdb::publish
