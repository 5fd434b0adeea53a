// SPDX-License-Identifier: MIT
// Stores what workers have computed.
#pragma once

#include <cstdint>
#include <vector>

#include "model/network.hpp"
#include "process/batch.hpp"
#include "process/window_writer.hpp"
#include "store/database.hpp"
#include "store/report_queue_store.hpp"
#include "store/result_store.hpp"

namespace tixdb::process {

// Thread rule: that of the connection.
class BatchWriter {
  public:
    BatchWriter(store::Database& database, std::int64_t run_id, model::AddressLookup* networks);

    // Stores all of them in one transaction, so that the disk is waited for once. When it returns, they are
    // on the disk.
    void write(const std::vector<InstallationBatch>& batches, std::int64_t now_ms);

  private:
    void write_batch(const InstallationBatch& batch, std::int64_t now_ms);
    void write_windows(const InstallationBatch& batch, std::int64_t now_ms);

    store::Database& database_;
    std::int64_t run_id_;
    WindowWriter windows_;
    store::ResultStore results_;
    store::ReportQueueStore reports_;
};

}  // namespace tixdb::process
