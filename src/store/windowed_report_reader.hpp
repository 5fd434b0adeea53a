// SPDX-License-Identifier: MIT
// Reads the reports that current windows hold, one after the other. By them late reports are recognised.
#pragma once

#include <optional>
#include <string>

#include "model/installation.hpp"
#include "store/database.hpp"
#include "store/report_place.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

struct WindowedReport {
    ReportPlace place;
    std::string ip;
};

// Streamed: what lies beyond the last one asked for is never read. Thread rule: that of its connection, whose
// read transaction it keeps open until it is gone.
class WindowedReportReader {
  public:
    explicit WindowedReportReader(Database& database);

    // From now on next() returns the reports after this place.
    void seek(const model::InstallationKey& key, const ReportPlace& after);
    [[nodiscard]] std::optional<WindowedReport> next();

  private:
    Statement query_;
    ReportPlace after_;  // bound without a copy
    bool is_at_end_ = true;
};

}  // namespace tixdb::store
