// SPDX-License-Identifier: MIT

#include "process/live_formation.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/error.hpp"
#include "base/signals.hpp"
#include "process/window_chain.hpp"

namespace tixdb::process {
namespace {

// A report is unprocessed, and yet not among those that its session is formed of: going on would never end.
Error no_progress(const model::InstallationKey& key, std::int64_t report_id) {
    return {
        ErrorKind::failed,
        fmt::format("the database is damaged: report {} of user {}, installation {} is new, but is not found "
                    "among the installation's reports",
                    report_id, key.user_id, key.installation_id),
        "restore a backup (docs/operations.md)"};
}

}  // namespace

LiveFormation::LiveFormation(store::ReportReader& reader, const model::InstallationKey& key,
                             const NewReports& reports)
    : reader_(reader), key_(key), reports_(reports), left_out_(reports.late_ids()) {}

void LiveFormation::run(const SessionVisitor& visit) {
    while (next_ < reports_.accepted.size()) {
        throw_if_stopped();
        const std::size_t before = next_;
        form_session(visit);
        if (next_ == before) throw no_progress(key_, reports_.accepted[next_].report_id);
    }
}

LiveFormation::Start LiveFormation::start_of_session(const store::ReportPlace& report) {
    Start start;
    reader_.backwards(key_, report, left_out_, [&](const store::BackwardRow& row) {
        if (row.ends_session) return false;
        if (row.session_report_id) {
            start.session_report_id = *row.session_report_id;
            start.windows_so_far = reader_.end_of_session(*row.session_report_id);
            return false;
        }
        start.session_report_id = row.report.report_id;
        start.first_report = row.report.place;
        start.from = row.report.place;
        return true;
    });
    if (start.windows_so_far) {
        start.first_report = start.windows_so_far->session_report;
        start.from = start.windows_so_far->before_next_start;
    }
    return start;
}

void LiveFormation::form_session(const SessionVisitor& visit) {
    const store::NewReport& found_by = reports_.accepted[next_];
    const Start start = start_of_session(found_by.place);
    const bool is_continued = start.windows_so_far.has_value();
    const WindowVisitor take =
        visit({key_, found_by.ip, start.session_report_id, start.first_report, is_continued});

    WindowChain chain;
    // A continued session is walked from the report before the next window's start.
    bool is_before_chain = is_continued;
    reader_.forwards(key_, start.from, start.windows_so_far, left_out_, [&](const store::ForwardRow& row) {
        if (row.starts_session || row.in_other_window || row.report.report_id == reports_.horizon_report_id) {
            return false;
        }
        if (next_ < reports_.accepted.size() && row.report.report_id == reports_.accepted[next_].report_id)
            ++next_;
        if (!std::exchange(is_before_chain, false)) chain.add(row.report, row.observations_through);
        while (const auto window = chain.next()) take(*window);
        return true;
    });
}

}  // namespace tixdb::process
