// SPDX-License-Identifier: MIT
// What is known of the servers that results are published to, kept from run to run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Two ports or paths of a host may be two servers.
struct ApiServerKey {
    std::string scheme;  // "http" or "https"
    std::string host;
    int port = 0;      // never 0
    std::string path;  // "/api"
};

struct ApiServerFacts {
    std::optional<std::int64_t> wait_until_ms;  // it asked for no requests before then (Retry-After)
    std::optional<std::string> resolved_name;   // the host's name, or its proxy's, that was once resolved
    bool stores_odd_answers = false;  // it has stored reports with answers that tix-api does not give
    std::optional<std::int64_t> last_accepted_ms;  // when it last took a report, or was found to have one

    friend bool operator==(const ApiServerFacts&, const ApiServerFacts&) = default;
};

// No method opens a transaction. Thread rule: that of its database.
class ApiServerStore {
  public:
    explicit ApiServerStore(Database& database);

    // All empty if nothing is known of the server.
    [[nodiscard]] ApiServerFacts find(const ApiServerKey& key);
    void put(const ApiServerKey& key, const ApiServerFacts& facts);
    // Forgets what servers asked for in Retry-After. Returns how many had.
    std::int64_t clear_waits();
    // The latest of all servers.
    [[nodiscard]] std::optional<std::int64_t> last_accepted_ms();

  private:
    Database& database_;
    Statement select_server_;
    Statement upsert_server_;
    Statement clear_waits_;
    Statement select_last_accepted_;
};

}  // namespace tixdb::store
