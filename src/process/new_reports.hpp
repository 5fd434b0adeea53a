// SPDX-License-Identifier: MIT
// An installation's new reports, sorted into those that windows can take and those that come too late.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "process/batch.hpp"
#include "store/report_reader.hpp"
#include "store/windowed_report_reader.hpp"

namespace tixdb::process {

struct NewReports {
    std::vector<store::NewReport> accepted;  // in order
    std::vector<LateReport> late;
    // The first report that was left for the next batch, if there are more than the limit. This batch forms
    // windows as if there were no reports from it on.
    std::optional<std::int64_t> horizon_report_id;

    // The late ones, in the form that ReportReader leaves out.
    [[nodiscard]] store::LeftOut late_ids() const;
};

// The first `limit` new reports in order. Batch by batch in this order, the windows are the same as with all
// reports at once. Throws Interrupted if the run is asked to stop.
[[nodiscard]] NewReports read_new_reports(store::ReportReader& reader, store::WindowedReportReader& windowed,
                                          const model::InstallationKey& key, std::size_t limit);

}  // namespace tixdb::process
