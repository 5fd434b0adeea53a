// SPDX-License-Identifier: MIT
// Tells which new reports come too late for the windows that are formed already.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "model/installation.hpp"
#include "store/report_reader.hpp"
#include "store/windowed_report_reader.hpp"

namespace tixdb::process {

// The rule (docs/methods.md#late-reports): a report is late if it sorts before the last report of a current
// window and lies within model::kSessionGapS of a report of that window's session at the same address. A
// session's reports lie within that of each other, one after the next, and all up to the last one of its last
// window are in windows; so it is enough to look for one in a window that sorts after it.
//
// The windows' reports are read once, along with the new ones: the cost of many reports of one moment is in
// proportion to their number. Thread rule: that of the reader's connection.
class LateReports {
  public:
    LateReports(store::WindowedReportReader& reader, const model::InstallationKey& key)
        : reader_(reader), key_(key) {}

    // Reports are asked about in their order.
    [[nodiscard]] bool is_late(const store::NewReport& report);

  private:
    void read_up_to(const store::NewReport& report);
    void forget_up_to(const store::ReportPlace& place);

    store::WindowedReportReader& reader_;
    model::InstallationKey key_;
    bool has_begun_ = false;
    std::optional<store::WindowedReport> next_;     // the first one that is not ahead_ yet
    std::deque<store::WindowedReport> ahead_;       // within the gap after the report asked about
    std::map<std::string, std::size_t> addresses_;  // of ahead_, with their number
};

}  // namespace tixdb::process
