// SPDX-License-Identifier: MIT

#include "process/new_reports.hpp"

#include <fmt/format.h>

#include "base/signals.hpp"
#include "process/late_reports.hpp"

namespace tixdb::process {

store::LeftOut NewReports::late_ids() const {
    std::string ids;
    for (const LateReport& report : late) {
        if (!ids.empty()) ids += ',';
        ids += std::to_string(report.report_id);
    }
    return fmt::format("[{}]", ids);
}

NewReports read_new_reports(store::ReportReader& reader, store::WindowedReportReader& windowed,
                            const model::InstallationKey& key, std::size_t limit) {
    NewReports found;
    LateReports late_reports(windowed, key);
    reader.new_reports(key, [&](const store::NewReport& report) {
        throw_if_stopped();
        if (late_reports.is_late(report)) {
            found.late.push_back({report.report_id, report.place.first_observation_s});
            return true;
        }
        if (found.accepted.size() == limit) {
            found.horizon_report_id = report.report_id;
            return false;
        }
        found.accepted.push_back(report);
        return true;
    });
    return found;
}

}  // namespace tixdb::process
