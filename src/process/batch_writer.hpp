// SPDX-License-Identifier: MIT
// Stores what workers have computed.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/network.hpp"
#include "process/batch.hpp"
#include "process/window_writer.hpp"
#include "store/database.hpp"
#include "store/processed_report_store.hpp"
#include "store/result_store.hpp"

namespace tixdb::process {

// The window that a result's baseline is from, once the batch's windows have their ids; own_window_id if it
// is the result's own, nothing for a method without baseline.
[[nodiscard]] std::optional<std::int64_t> baseline_window_id(const ComputedResult& result,
                                                             const std::vector<std::int64_t>& window_ids,
                                                             std::int64_t own_window_id);

// Thread rule: that of the connection.
class BatchWriter {
  public:
    BatchWriter(store::Database& database, std::int64_t run_id, model::AddressLookup* networks);

    // All of them in one transaction: the disk is waited for once. When it returns they are on the disk.
    void write(const std::vector<InstallationBatch>& batches, std::int64_t now_ms);

  private:
    void write_batch(const InstallationBatch& batch, std::int64_t now_ms);
    void write_windows(const InstallationBatch& batch, std::int64_t now_ms);

    store::Database& database_;
    std::int64_t run_id_;
    WindowWriter windows_;
    store::ResultStore results_;
    store::ProcessedReportStore reports_;
};

}  // namespace tixdb::process
