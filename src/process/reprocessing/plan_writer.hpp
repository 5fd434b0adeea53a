// SPDX-License-Identifier: MIT
// Stores what reprocessing a range of sessions changes.
#pragma once

#include <cstdint>
#include <vector>

#include "model/network.hpp"
#include "process/reprocessing/range_plan.hpp"
#include "process/window_writer.hpp"
#include "store/database.hpp"
#include "store/outbox_store.hpp"
#include "store/report_queue_store.hpp"
#include "store/result_store.hpp"
#include "store/window_store.hpp"

namespace tixdb::process {

// Thread rule: that of the connection.
class PlanWriter {
  public:
    // networks: as for WindowWriter.
    PlanWriter(store::Database& database, std::int64_t run_id, model::AddressLookup* networks = nullptr);

    // In one transaction, on the disk when it returns. False, and nothing changed, if an item of the
    // outbox has been claimed meanwhile: then plan again.
    [[nodiscard]] bool write(const RangePlan& plan, std::int64_t now_ms);

  private:
    [[nodiscard]] bool supersede_items(const RangePlan& plan);
    void supersede(const RangePlan& plan, std::int64_t now_ms);
    void write_windows(const RangePlan& plan, std::int64_t now_ms);
    void write_results(const PlannedWindow& planned, std::int64_t window_id,
                       const std::vector<std::int64_t>& window_ids, std::int64_t now_ms);

    store::Database& database_;
    std::int64_t run_id_;
    WindowWriter new_windows_;
    store::WindowStore windows_;
    store::ResultStore results_;
    store::ReportQueueStore reports_;
    store::OutboxStore outbox_;
};

}  // namespace tixdb::process
