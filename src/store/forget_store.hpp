// SPDX-License-Identifier: MIT
// Deletes all that is known of an installation, and remembers, without saying of whom, that it is not wanted.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/installation.hpp"
#include "model/report.hpp"
#include "store/database.hpp"

namespace tixdb::store {

struct RowsOfInstallation {
    std::int64_t reports = 0;
    std::int64_t observations = 0;
    std::int64_t results = 0;
    std::int64_t unsent_items = 0;
};

// Works in the caller's transaction. Those that delete need a connection that does not check foreign keys
// (ForeignKeysOff).
class ForgetStore {
  public:
    explicit ForgetStore(Database& database);

    // Installations of a user that have rows, or the one of that id.
    [[nodiscard]] std::vector<model::InstallationKey> installations(
        std::int64_t user_id, const std::optional<std::int64_t>& installation_id);
    [[nodiscard]] RowsOfInstallation count(const model::InstallationKey& key);

    // installation_id 0: all of the user.
    void remember(const model::InstallationKey& key, std::int64_t now_ms);

    // What would be sent, computed or taken in.
    void delete_open(const model::InstallationKey& key);
    // Superseded ones included; remove_windows() deletes them.
    [[nodiscard]] std::vector<std::int64_t> windows(const model::InstallationKey& key);
    // Once its windows are gone: so many rows at most of its files, latency and reports. Returns how many it
    // took; nothing of these is left once that is less. Observations and signatures are gone already
    // (RetentionStore::prune_observations).
    [[nodiscard]] std::int64_t delete_some(const model::InstallationKey& key, std::int64_t limit);
    // Once these are gone: all the rest.
    void delete_rest(const model::InstallationKey& key);
    // Folders and refusals of whatever has no row in `installation`.
    void delete_of_user(std::int64_t user_id);
    // Keys that nobody has any more.
    void delete_unused_keys();

  private:
    void run(std::string_view sql, const model::InstallationKey& key);
    [[nodiscard]] std::int64_t delete_some_reports(const model::InstallationKey& key, std::int64_t limit);

    Database& database_;
};

// All that are forgotten, read once: whoever forgets holds the locks of those who ask. Thread-safe.
class ForgottenInstallations {
  public:
    explicit ForgottenInstallations(Database& database);

    // Whether it was forgotten, or its user was. installation_id 0: the user.
    [[nodiscard]] bool contains(const model::InstallationKey& key) const;

  private:
    [[nodiscard]] bool has_digest_of(const std::string& text) const;

    std::vector<std::vector<std::uint8_t>>
        keys_;  // the database's own, and those of databases merged into it
    std::set<model::Digest> digests_;
};

// Writes the -wal into the file and empties it, so that it keeps nothing of what was deleted. False if a
// reader is still at work on it.
[[nodiscard]] bool empty_write_ahead_log(Database& database);

}  // namespace tixdb::store
