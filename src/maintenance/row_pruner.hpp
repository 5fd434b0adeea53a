// SPDX-License-Identifier: MIT
// Prunes refusals, runs, items that are done, and results.
#pragma once

#include <cstdint>

#include "base/clock.hpp"
#include "maintenance/pruner.hpp"
#include "store/expired_rows_store.hpp"
#include "store/report_reader.hpp"
#include "store/retention_store.hpp"

namespace tixdb::maintenance {

// Belongs to one thread.
class RowPruner {
  public:
    RowPruner(store::Database& database, const RetentionRules& rules, const Clock& clock);

    // Adds what it took.
    void prune(const Pause& pause, PruneSummary& summary);
    // Adds what it would take.
    void plan(PruneSummary& summary);

  private:
    [[nodiscard]] std::int64_t before_s(std::int64_t age_s);
    [[nodiscard]] std::int64_t items_before_s(const model::InstallationKey& key);
    [[nodiscard]] std::optional<std::int64_t> unneeded_before_s(
        const store::InstallationRetention& installation);
    // kNever: of no window more than are gone already.
    [[nodiscard]] std::int64_t windows_before_s(const store::InstallationRetention& installation);
    [[nodiscard]] std::int64_t without_open_items(const model::InstallationKey& key, std::int64_t before_s);
    [[nodiscard]] store::InstallationRetention then(store::InstallationRetention installation);
    [[nodiscard]] bool prune_items(ShortTransactions& transactions, PruneSummary& summary);
    [[nodiscard]] bool prune_results(ShortTransactions& transactions, PruneSummary& summary);
    [[nodiscard]] bool prune_results_of(const store::InstallationRetention& installation,
                                        ShortTransactions& transactions, PruneSummary& summary);

    store::Database& database_;
    const RetentionRules& rules_;
    const Clock& clock_;
    store::RetentionStore retention_;
    store::ReportReader reports_;
    store::ExpiredRowsStore rows_;
};

}  // namespace tixdb::maintenance
