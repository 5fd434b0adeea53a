// SPDX-License-Identifier: MIT

#include "process/live_formation.hpp"

#include <utility>

#include "process/window_chain.hpp"

namespace tixdb::process {

LiveFormation::LiveFormation(store::ReportReader& reader, const model::InstallationKey& key,
                             const NewReports& reports)
    : reader_(reader), key_(key), reports_(reports), left_out_(reports.late_ids()) {}

void LiveFormation::run(WindowSink& sink) {
    while (next_ < reports_.accepted.size()) form_session(sink);
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
        start.from = row.report.place;
        return true;
    });
    if (start.windows_so_far) start.from = start.windows_so_far->before_next_start;
    return start;
}

void LiveFormation::form_session(WindowSink& sink) {
    const store::NewReport& found_by = reports_.accepted[next_];
    const Start start = start_of_session(found_by.place);
    const bool is_continued = start.windows_so_far.has_value();
    sink.begin_session({key_, found_by.ip, start.session_report_id, is_continued});

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
        while (const auto window = chain.next()) sink.add_window(*window);
        return true;
    });
}

}  // namespace tixdb::process
