// SPDX-License-Identifier: MIT
// What pruning takes beside observations: refusals, runs, items that are done, and windows with all that is
// said of them.
#pragma once

#include <cstdint>
#include <optional>

#include "model/installation.hpp"
#include "store/database.hpp"

namespace tixdb::store {

// Works in the caller's transaction, on a connection that does not check foreign keys (ForeignKeysOff): it
// deletes what refers to a row before the row. Each method that deletes takes `limit` rows at most and
// returns how many it took; nothing is left once that is less.
class ExpiredRowsStore {
  public:
    explicit ExpiredRowsStore(Database& database) : database_(database) {}

    // Refusals that were last seen before (unix ms).
    [[nodiscard]] std::int64_t count_rejected(std::int64_t before_ms);
    std::int64_t delete_rejected(std::int64_t before_ms, std::int64_t limit);

    // Runs that began before; but of each command the last, and the last that ended as it should.
    [[nodiscard]] std::int64_t count_runs(std::int64_t before_ms);
    std::int64_t delete_runs(std::int64_t before_ms, std::int64_t limit);

    // Of the items that are not done, the time of the first, if that is before.
    [[nodiscard]] std::optional<std::int64_t> first_open_item_s(const model::InstallationKey& key,
                                                                std::int64_t before_s);
    // Items of a time before, sent, superseded or dropped, that were done before before_s as well.
    [[nodiscard]] std::int64_t count_done_items(const model::InstallationKey& key, std::int64_t before_s,
                                                std::int64_t done_before_ms);
    [[nodiscard]] bool has_done_items(const model::InstallationKey& key, std::int64_t before_s,
                                      std::int64_t done_before_ms);
    std::int64_t delete_done_items(const model::InstallationKey& key, std::int64_t before_s,
                                   std::int64_t done_before_ms, std::int64_t limit);

    // When the first report begins that begins at from_s or later.
    [[nodiscard]] std::optional<std::int64_t> first_report_s(const model::InstallationKey& key,
                                                             std::int64_t from_s);
    // Windows that end before, superseded ones included, with results, latency, network and items.
    [[nodiscard]] std::int64_t count_windows(const model::InstallationKey& key, std::int64_t before_s);
    std::int64_t delete_windows(const model::InstallationKey& key, std::int64_t before_s, std::int64_t limit);
    // Latency before, and pruned reports that begin before and that no window refers to, with their files'
    // rows: whatever is left of that time once its windows are gone. Returns how many reports.
    std::int64_t delete_reports(const model::InstallationKey& key, std::int64_t before_s);
    void set_results_from(const model::InstallationKey& key, std::int64_t time_s);

  private:
    Database& database_;
};

// Foreign keys are not checked as long as it lives: to look for rows that refer to a deleted one, SQLite
// would go through whole tables. Not within a transaction.
class ForeignKeysOff {
  public:
    explicit ForeignKeysOff(Database& database);
    ~ForeignKeysOff();
    ForeignKeysOff(const ForeignKeysOff&) = delete;
    ForeignKeysOff& operator=(const ForeignKeysOff&) = delete;

  private:
    Database& database_;
};

}  // namespace tixdb::store
