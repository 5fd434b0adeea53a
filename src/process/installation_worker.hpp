// SPDX-License-Identifier: MIT
// Forms windows of one installation's new reports and computes their results, on a connection of its own.
#pragma once

#include "process/batch.hpp"
#include "process/history.hpp"
#include "process/latency_hours.hpp"
#include "process/new_reports.hpp"
#include "process/parameters.hpp"
#include "process/report_probes.hpp"
#include "process/session.hpp"
#include "store/database.hpp"
#include "store/history_reader.hpp"
#include "store/link_rate_store.hpp"
#include "store/observation_reader.hpp"
#include "store/report_reader.hpp"
#include "store/windowed_report_reader.hpp"

namespace tixdb::process {

// At most so many new reports, in order, become one batch. This bounds the memory that a long history takes.
inline constexpr std::size_t kBatchReports = 20'000;

// Thread rule: made and used in one thread; parameters are shared between threads and only read.
class InstallationWorker {
  public:
    InstallationWorker(store::Database& database, const Parameters& parameters);

    // Throws Interrupted if the run is asked to stop.
    [[nodiscard]] InstallationBatch process(const model::InstallationKey& key);

  private:
    // What goes with the windows of one installation.
    struct OfInstallation {
        InstallationBatch batch;
        History history;
        LatencyHours hours;
        std::vector<model::LinkRateChange> rates;
    };
    [[nodiscard]] WindowVisitor compute_into(OfInstallation& of, const Session& session);

    store::Database& database_;
    const Parameters& parameters_;
    store::ReportReader reports_;
    store::WindowedReportReader windowed_reports_;
    store::ObservationReader observations_;
    store::HistoryReader history_;
    store::LinkRateStore link_rates_;
    ReportProbes probes_;
    HourReaders hours_;
};

// What process would do, without computing results.
struct WindowCount {
    std::int64_t windows = 0;
    std::int64_t pruned_windows = 0;  // not formed, because observations of theirs are gone
    std::int64_t reports = 0;
    std::vector<LateReport> late;
};
// Thread rule: that of the readers' connection.
[[nodiscard]] WindowCount count_new_windows(store::ReportReader& reader,
                                            store::WindowedReportReader& windowed,
                                            const model::InstallationKey& key);

}  // namespace tixdb::process
