// SPDX-License-Identifier: MIT

#include "process/batch_writer.hpp"

#include <fmt/format.h>

#include "base/error.hpp"

namespace tixdb::process {

std::optional<std::int64_t> baseline_window_id(const ComputedResult& result,
                                               const std::vector<std::int64_t>& window_ids,
                                               std::int64_t own_window_id) {
    if (!result.metrics.queueing) return std::nullopt;
    if (result.baseline.stored_window_id) return result.baseline.stored_window_id;
    if (result.baseline.window_index) return window_ids.at(*result.baseline.window_index);
    return own_window_id;
}

BatchWriter::BatchWriter(store::Database& database, std::int64_t run_id, model::AddressLookup* networks)
    : database_(database),
      run_id_(run_id),
      windows_(database, run_id, networks),
      results_(database),
      reports_(database) {}

void BatchWriter::write(const std::vector<InstallationBatch>& batches, std::int64_t now_ms) {
    store::Transaction transaction(database_);
    for (const InstallationBatch& batch : batches) write_batch(batch, now_ms);
    transaction.commit();
}

void BatchWriter::write_batch(const InstallationBatch& batch, std::int64_t now_ms) {
    for (const LateReport& report : batch.late) {
        reports_.mark_late(batch.installation, report.report_id, run_id_, now_ms);
    }
    write_windows(batch, now_ms);
    for (const std::int64_t report_id : batch.looked_at_reports) {
        if (reports_.remove_unprocessed(batch.installation, report_id)) continue;
        // The lock forbids it; should it be got round (another machine, a copied lock), nothing is formed
        // twice.
        throw Error(ErrorKind::try_again,
                    fmt::format("another run has processed reports of user {}, installation {} meanwhile",
                                batch.installation.user_id, batch.installation.installation_id),
                    "let one run at a time work on a database");
    }
}

void BatchWriter::write_windows(const InstallationBatch& batch, std::int64_t now_ms) {
    std::vector<std::int64_t> window_ids;
    for (const ComputedWindow& computed : batch.windows) {
        const std::int64_t window_id = windows_.insert(computed.window, now_ms);
        window_ids.push_back(window_id);
        for (const ComputedResult& result : computed.results) {
            results_.insert(
                window_id, computed.window,
                {result.metrics, result.decision, baseline_window_id(result, window_ids, window_id),
                 result.session_skew_ms_per_s, result.body},
                run_id_, now_ms);
        }
    }
}

}  // namespace tixdb::process
