// SPDX-License-Identifier: MIT

#include "process/batch_writer.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "metrics/methods.hpp"
#include "metrics/queueing_history.hpp"

namespace tixdb::process {

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
    for (const std::int64_t report_id : batch.processed_reports) {
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
    std::vector<StoredDelays> delays = batch.delays_again;
    for (const ComputedWindow& computed : batch.windows) {
        // Mostly there are none: the windows of old reports, or of a session that comes late.
        for (const model::Method method : {model::Method::queueing, model::Method::adaptive}) {
            results_.mark_history_changed({batch.installation, computed.window.last_probe_s,
                                           metrics::kHistoryS, method, metrics::version_of(method)});
        }
        const std::int64_t window_id = windows_.insert(computed.window, now_ms);
        window_ids.push_back(window_id);
        for (const store::NewResult& result : computed.results) {
            windows_.insert(window_id, computed.window, result, window_ids, now_ms);
        }
        if (!computed.latency) continue;
        windows_.put(window_id, computed.latency->latency);
        delays.push_back({window_id, computed.window.last_probe_s, computed.latency->delays});
    }
    windows_.put_hours(batch.installation, batch.hours);
    windows_.keep_delays(batch.installation, delays);
}

}  // namespace tixdb::process
