// SPDX-License-Identifier: MIT
// The unit of reprocessing: whole sessions, both as the reports form them now and as current windows have
// them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "process/session.hpp"
#include "store/current_window_reader.hpp"
#include "store/processed_report_reader.hpp"

namespace tixdb::process {

// All of an installation's reports from first to last. No session reaches over its ends: neither one of those
// that the reports form now, late ones among them, nor one that current windows were formed of.
struct SessionRange {
    store::ReportPlace first;
    store::ReportPlace last;

    friend bool operator==(const SessionRange&, const SessionRange&) = default;
};

// The least range around a report.
[[nodiscard]] SessionRange range_around(store::ProcessedReportReader& reports,
                                        store::CurrentWindowReader& windows, store::ReportReader& chains,
                                        const model::InstallationKey& key, const store::ReportPlace& place);

struct FormedWindow {
    std::vector<store::ReportHeader> reports;
    // Observations that it is computed from are gone: its own, or some of the hour before its end.
    bool is_pruned = false;
};

struct FormedSession {
    Session session;
    std::vector<FormedWindow> windows;
    std::int64_t reports = 0;
};

// The sessions and windows that the reports of the range form, as if process had met all of them in order.
[[nodiscard]] std::vector<FormedSession> form_sessions(store::ProcessedReportReader& reports,
                                                       const model::InstallationKey& key,
                                                       const SessionRange& range);

}  // namespace tixdb::process
