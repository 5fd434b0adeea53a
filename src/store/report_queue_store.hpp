// SPDX-License-Identifier: MIT
// Stores what process has decided about new reports.
#pragma once

#include <cstdint>

#include "model/installation.hpp"
#include "store/database.hpp"
#include "store/report_place.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

// Thread rule: that of its connection; the caller holds the transaction.
class ReportQueueStore {
  public:
    explicit ReportQueueStore(Database& database);

    // process has looked at the report: it is in its session, or late. False if it was processed already.
    bool remove_unprocessed(const model::InstallationKey& key, std::int64_t report_id);
    // Windows are formed without it until `reprocess` takes it in.
    void mark_late(const model::InstallationKey& key, std::int64_t report_id, std::int64_t run_id,
                   std::int64_t now_ms);
    // The reports from first to last are no longer late: windows were formed with them.
    void clear_late(const model::InstallationKey& key, const ReportPlace& first, const ReportPlace& last);

  private:
    Database& database_;
    Statement delete_unprocessed_;
    Statement insert_late_;
    Statement delete_late_;
};

}  // namespace tixdb::store
