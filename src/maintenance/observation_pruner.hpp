// SPDX-License-Identifier: MIT
// Prunes observations, installation by installation.
#pragma once

#include <cstdint>

#include "base/clock.hpp"
#include "maintenance/pruner.hpp"
#include "maintenance/retention_cutoff.hpp"
#include "store/report_reader.hpp"
#include "store/retention_store.hpp"

namespace tixdb::maintenance {

// Belongs to one thread.
class ObservationPruner {
  public:
    ObservationPruner(store::Database& database, const Clock& clock, std::int64_t age_s);

    // Adds what it took.
    void prune(bool keep_signatures, const Pause& pause, PruneSummary& summary);
    // Adds what it would take.
    void plan(PruneSummary& summary);

  private:
    [[nodiscard]] bool is_done(const store::InstallationRetention& installation) const;
    [[nodiscard]] bool prune_installation(const store::InstallationRetention& installation,
                                          bool keep_signatures, ShortTransactions& transactions,
                                          PruneSummary& summary);

    store::Database& database_;
    const Clock& clock_;
    store::RetentionStore retention_;
    store::ReportReader reports_;
    std::int64_t asked_s_;
};

}  // namespace tixdb::maintenance
