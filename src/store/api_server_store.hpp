// SPDX-License-Identifier: MIT
// What is known of the servers that results are published to, over runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Another port or path of a host may well be another server.
struct ApiServerKey {
    std::string scheme;  // "http" or "https"
    std::string host;
    int port = 0;      // never 0
    std::string path;  // "/api"
};

struct ApiServerFacts {
    std::optional<std::int64_t> wait_until_ms;  // it asked to be left alone until then (Retry-After)
    std::optional<std::string> resolved_name;   // the host's name, or its proxy's, that was once resolved
    bool stores_odd_answers = false;  // it stores reports that it answers otherwise than tix-api does
    std::optional<std::int64_t> last_accepted_ms;  // when it last took a report, or was found to have one

    friend bool operator==(const ApiServerFacts&, const ApiServerFacts&) = default;
};

// No method opens a transaction. Thread rule: that of its database.
class ApiServerStore {
  public:
    explicit ApiServerStore(Database& database);

    // Of a server that nothing is known of: nothing.
    [[nodiscard]] ApiServerFacts find(const ApiServerKey& key);
    void put(const ApiServerKey& key, const ApiServerFacts& facts);
    // No server is waited for any longer. Returns how many were.
    std::int64_t clear_waits();
    // Of all servers.
    [[nodiscard]] std::optional<std::int64_t> last_accepted_ms();

  private:
    Database& database_;
    Statement select_server_;
    Statement upsert_server_;
    Statement clear_waits_;
    Statement select_last_accepted_;
};

}  // namespace tixdb::store
