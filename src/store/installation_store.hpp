// SPDX-License-Identifier: MIT
// Installations and the key that each is pinned to.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/report.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

struct PinnedKey {
    std::int64_t client_key_id = 0;
    model::Digest digest{};
    std::int64_t pinned_ms = 0;
};

// A key that came with an installation's reports, whether they were stored or refused for it.
struct SeenKey {
    std::string digest;  // lower-case hexadecimal
    bool pinned = false;
    std::int64_t reports = 0;                // stored
    std::optional<std::int64_t> earliest_s;  // their oldest and newest observation
    std::optional<std::int64_t> latest_s;
    std::int64_t refused = 0;  // files refused as key_changed
    std::optional<std::int64_t> refused_first_ms;
    std::optional<std::int64_t> refused_last_ms;
};

// Works in the caller's transaction.
class InstallationStore {
  public:
    explicit InstallationStore(Database& database);

    [[nodiscard]] bool exists(const model::InstallationKey& installation);
    // Adds the installation unless it is there.
    void add(const model::InstallationKey& installation, std::int64_t now_ms);

    // Reports that begin before it (unix seconds) are refused unless they are known; nothing: none are.
    [[nodiscard]] std::optional<std::int64_t> pruned_before_s(const model::InstallationKey& installation);

    // Windows that end before it (unix seconds) are pruned; nothing: none are.
    [[nodiscard]] std::optional<std::int64_t> results_from_s(const model::InstallationKey& installation);

    [[nodiscard]] std::optional<PinnedKey> pinned_key(const model::InstallationKey& installation);
    void pin(const model::InstallationKey& installation, std::int64_t client_key_id, std::int64_t now_ms);
    // As pin(), and the change is kept.
    void change_key(const model::InstallationKey& installation, std::int64_t client_key_id,
                    std::int64_t now_ms, std::int64_t run_id);

    // By digest.
    [[nodiscard]] std::vector<SeenKey> seen_keys(const model::InstallationKey& installation);

  private:
    Database& database_;
    Statement add_;
    Statement select_pruned_before_;
    Statement select_results_from_;
    Statement select_pinned_;
    Statement update_pinned_;
};

}  // namespace tixdb::store
