// SPDX-License-Identifier: MIT
// Forms the windows that new reports complete, at a cost in proportion to what is new.
#pragma once

#include <cstddef>
#include <optional>

#include "process/new_reports.hpp"
#include "process/session.hpp"
#include "store/report_reader.hpp"

namespace tixdb::process {

// For each session that a new report falls into, the chain of windows goes on from the session's last current
// window, or begins at its first report; nothing before that is read, and nothing after the session's end.
// The reports of windows that are already formed belong together, whatever came between them since.
class LiveFormation {
  public:
    LiveFormation(store::ReportReader& reader, const model::InstallationKey& key, const NewReports& reports);

    // Throws Interrupted if the run is asked to stop, and Error{failed} that names the installation if its
    // rows disagree so that there is no going on.
    void run(const SessionVisitor& visit);

  private:
    // Where the walk through a session begins.
    struct Start {
        std::int64_t session_report_id = 0;
        store::ReportPlace first_report;  // of the session
        store::ReportPlace from;
        std::optional<store::SessionEnd> windows_so_far;
    };

    [[nodiscard]] Start start_of_session(const store::ReportPlace& report);
    void form_session(const SessionVisitor& visit);

    store::ReportReader& reader_;
    model::InstallationKey key_;
    const NewReports& reports_;
    store::LeftOut left_out_;
    std::size_t next_ = 0;  // of reports_.accepted: the first one that no session has taken yet
};

}  // namespace tixdb::process
