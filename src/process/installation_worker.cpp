// SPDX-License-Identifier: MIT

#include "process/installation_worker.hpp"

#include <limits>

#include "process/live_formation.hpp"
#include "process/new_reports.hpp"

namespace tixdb::process {
namespace {

class WindowCounter final : public WindowSink {
  public:
    void begin_session(const Session&) override {}
    void add_window(const std::vector<store::ReportHeader>&) override { ++windows; }

    std::int64_t windows = 0;
};

}  // namespace

InstallationWorker::InstallationWorker(store::Database& database, const Parameters& parameters)
    : database_(database), reports_(database), computer_(database, reports_, parameters) {}

InstallationBatch InstallationWorker::process(const model::InstallationKey& key) {
    const store::Snapshot snapshot(database_);
    const NewReports reports = read_new_reports(reports_, key, kBatchReports);
    InstallationBatch batch;
    batch.installation = key;
    batch.late = reports.late;
    batch.has_more = reports.horizon_report_id.has_value();
    for (const store::NewReport& report : reports.accepted)
        batch.looked_at_reports.push_back(report.report_id);
    for (const LateReport& report : reports.late) batch.looked_at_reports.push_back(report.report_id);

    computer_.begin_installation(batch);
    LiveFormation(reports_, key, reports).run(computer_);
    return batch;
}

WindowCount count_new_windows(store::ReportReader& reader, const model::InstallationKey& key) {
    const NewReports reports = read_new_reports(reader, key, std::numeric_limits<std::size_t>::max());
    WindowCounter counter;
    LiveFormation(reader, key, reports).run(counter);
    return {counter.windows, static_cast<std::int64_t>(reports.accepted.size() + reports.late.size()),
            reports.late};
}

}  // namespace tixdb::process
