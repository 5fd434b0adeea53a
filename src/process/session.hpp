// SPDX-License-Identifier: MIT
// A run of reports from one address without a gap, and who is told of its windows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "store/report_reader.hpp"

namespace tixdb::process {

struct Session {
    model::InstallationKey installation;
    std::string ip;
    std::int64_t session_report_id = 0;  // its first report
    bool is_continued = false;           // it has windows already, those to come follow on them
};

// Told of sessions one after the other, of each one's windows in the order of their chain.
class WindowSink {
  public:
    WindowSink() = default;
    WindowSink(const WindowSink&) = delete;
    WindowSink& operator=(const WindowSink&) = delete;
    virtual ~WindowSink() = default;

    virtual void begin_session(const Session& session) = 0;
    virtual void add_window(const std::vector<store::ReportHeader>& reports) = 0;
};

}  // namespace tixdb::process
