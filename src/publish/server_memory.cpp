// SPDX-License-Identifier: MIT

#include "publish/server_memory.hpp"

#include <algorithm>
#include <utility>

#include "publish/backoff.hpp"

namespace tixdb::publish {

ServerMemory::ServerMemory(store::Database& database, store::ApiServerKey key)
    : servers_(database), key_(std::move(key)), facts_(servers_.find(key_)) {}

void ServerMemory::put() {
    servers_.put(key_, facts_);
}

std::optional<std::int64_t> ServerMemory::waits_until(std::int64_t now_ms) {
    if (!facts_.wait_until_ms || *facts_.wait_until_ms <= now_ms) return std::nullopt;
    if (const std::int64_t latest_ms = now_ms + kLongestRetryAfter.count();
        *facts_.wait_until_ms > latest_ms) {
        facts_.wait_until_ms = latest_ms;
        put();
    }
    return facts_.wait_until_ms;
}

void ServerMemory::note_retry_after(std::int64_t now_ms, std::chrono::milliseconds duration) {
    facts_.wait_until_ms = now_ms + std::min(duration, kLongestRetryAfter).count();
    put();
}

void ServerMemory::note_resolved(const std::string& name) {
    if (name.empty() || is_resolved(name)) return;
    facts_.resolved_name = name;
    put();
}

void ServerMemory::note_odd_answers(bool are_stored) {
    if (facts_.stores_odd_answers == are_stored) return;
    facts_.stores_odd_answers = are_stored;
    put();
}

void ServerMemory::note_accepted(std::int64_t now_ms) {
    if (facts_.last_accepted_ms == now_ms) return;
    facts_.last_accepted_ms = now_ms;
    put();
}

}  // namespace tixdb::publish
