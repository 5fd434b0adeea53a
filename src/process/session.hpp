// SPDX-License-Identifier: MIT
// A run of reports from one address without a gap, and who is told of its windows.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "store/report_reader.hpp"

namespace tixdb::process {

struct Session {
    model::InstallationKey installation;
    std::string ip;
    std::int64_t session_report_id = 0;  // its first report
    store::ReportPlace first_report;     // the place of that report
    bool is_continued = false;           // it has windows already, those to come follow on them
};

// Takes the windows of one session, each as its reports, in the order of their chain.
using WindowVisitor = std::function<void(const std::vector<store::ReportHeader>& reports)>;
// Called for one session after the other; what it returns takes that session's windows.
using SessionVisitor = std::function<WindowVisitor(const Session& session)>;

}  // namespace tixdb::process
