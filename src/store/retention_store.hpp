// SPDX-License-Identifier: MIT
// How far installations are pruned, and what pruning takes of them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/installation.hpp"
#include "store/database.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Columns of `installation`, unix seconds; nothing: it was never pruned so.
struct InstallationRetention {
    model::InstallationKey key;
    std::optional<std::int64_t> observations_from_s;  // of reports that begin before it there are none
    std::optional<std::int64_t> results_from_s;       // of windows that end before it there are none
};

struct PrunableCounts {
    std::int64_t reports = 0;  // whose observations are there
    std::int64_t observations = 0;
    std::int64_t late_reports = 0;  // of the reports: no window has ever taken them
};

// Works in the caller's transaction.
class RetentionStore {
  public:
    explicit RetentionStore(Database& database);

    // Time of the latest observation of all.
    [[nodiscard]] std::optional<std::int64_t> newest_observation_s();
    // In the order of their keys.
    [[nodiscard]] std::vector<InstallationRetention> installations();
    // When the first report begins that process has yet to look at.
    [[nodiscard]] std::optional<std::int64_t> first_unprocessed_s(const model::InstallationKey& key);
    // When the earliest of the current windows begins that end in [from_s, until_s).
    [[nodiscard]] std::optional<std::int64_t> first_of_windows_s(const model::InstallationKey& key,
                                                                 std::int64_t from_s, std::int64_t until_s);

    // Of reports that begin in [from_s, until_s).
    [[nodiscard]] PrunableCounts count_observations(const model::InstallationKey& key, std::int64_t from_s,
                                                    std::int64_t until_s);
    // Takes the observations of the first `limit` of them, their signatures too unless these are kept, and
    // those of them that are late out of that list. observations_from_s follows. Returns what it took;
    // nothing is left once that is less than the limit.
    PrunableCounts prune_observations(const model::InstallationKey& key, std::int64_t from_s,
                                      std::int64_t until_s, std::int64_t limit, bool keep_signatures,
                                      std::int64_t now_ms);

    // Neither goes back.
    void set_pruned_before(const model::InstallationKey& key, std::int64_t time_s);
    void set_observations_from(const model::InstallationKey& key, std::int64_t time_s);

  private:
    Database& database_;
    Statement select_first_unprocessed_;
    Statement select_first_of_windows_;
    Statement count_observations_;
    Statement select_reports_;
    Statement delete_observations_;
    Statement delete_exceptions_;
    Statement delete_signature_;
    Statement mark_report_;
    Statement delete_late_;
    Statement update_pruned_before_;
    Statement update_observations_from_;
};

}  // namespace tixdb::store
