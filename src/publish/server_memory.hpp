// SPDX-License-Identifier: MIT
// What is known of the server from earlier runs, and is kept for later ones.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "store/api_server_store.hpp"

namespace tixdb::publish {

// Each note is stored at once, in the caller's transaction if there is one. Thread rule: that of its
// database.
class ServerMemory {
  public:
    ServerMemory(store::Database& database, store::ApiServerKey key);

    // Until when the server asked for no requests, if that lies after now; at most kLongestRetryAfter from
    // now.
    [[nodiscard]] std::optional<std::int64_t> waits_until(std::int64_t now_ms);
    void note_retry_after(std::int64_t now_ms, std::chrono::milliseconds duration);
    // True if the name was resolved once: then it exists.
    [[nodiscard]] bool is_resolved(const std::string& name) const { return facts_.resolved_name == name; }
    void note_resolved(const std::string& name);
    [[nodiscard]] bool stores_odd_answers() const { return facts_.stores_odd_answers; }
    void note_odd_answers(bool are_stored);
    void note_accepted(std::int64_t now_ms);
    [[nodiscard]] std::optional<std::int64_t> last_accepted_ms() const { return facts_.last_accepted_ms; }

  private:
    void put();

    store::ApiServerStore servers_;
    store::ApiServerKey key_;
    store::ApiServerFacts facts_;
};

}  // namespace tixdb::publish
