// SPDX-License-Identifier: MIT
// The network that each window was in, as looked up when it was processed.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/network.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Current windows whose last_probe_s lies in [from_s, to_s), of one user or installation if given.
struct WindowRange {
    std::int64_t from_s = INT64_MIN;
    std::int64_t to_s = INT64_MAX;
    std::optional<std::int64_t> user_id{};
    std::optional<std::int64_t> installation_id{};
};

struct WindowNetwork {
    std::int64_t window_id = 0;
    std::string ip;
    std::int64_t last_probe_s = 0;
    std::optional<model::Network> network;  // empty: none was ever looked up
};

// Current windows of one month of their last_probe_s.
struct AsCoverage {
    std::string month;  // "2017-09"
    std::int64_t windows = 0;
    std::int64_t with_as = 0;
    std::int64_t not_global = 0;     // private and the like: there is nothing to look up
    std::int64_t not_looked_up = 0;  // processed without a table of their address family
};

// Works in the caller's transaction. Thread rule: that of its connection.
class WindowAsStore {
  public:
    explicit WindowAsStore(Database& database);

    // Replaces what was stored for the window.
    void put(std::int64_t window_id, const model::Network& network, std::int64_t now_ms,
             std::optional<std::int64_t> run_id);
    // At most limit windows with larger ids than after_window_id, by id.
    [[nodiscard]] std::vector<WindowNetwork> windows(const WindowRange& range, std::int64_t after_window_id,
                                                     std::int64_t limit);
    // By month, months without windows left out.
    [[nodiscard]] std::vector<AsCoverage> coverage();
    // as_snapshot_id -> number of windows looked up in it.
    [[nodiscard]] std::map<std::int64_t, std::int64_t> use_of_snapshots();

  private:
    Database& database_;
    Statement upsert_;
};

}  // namespace tixdb::store
