// SPDX-License-Identifier: MIT
// Reads reports, without their observations, in the order in which windows are formed.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "store/database.hpp"
#include "store/report_place.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

struct NewReport {
    std::int64_t report_id = 0;
    ReportPlace place;
    std::string ip;
    std::int64_t earliest_s = 0;  // of its observations
    std::int64_t latest_s = 0;
};

// A row of the walk back from a report to the start of its session.
struct BackwardRow {
    ReportHeader report;
    bool ends_session = false;  // the report walked from before this one is of another session
    std::optional<std::int64_t> session_report_id;  // the session that a current window has put it in
};

// A row of the walk through a session and beyond.
struct ForwardRow {
    ReportHeader report;
    std::string ip;
    bool starts_session = false;   // another address than the one before, or too long a gap
    bool in_other_window = false;  // a current window has it already
    std::int64_t observations_through =
        0;  // sum of observation_count from the first row of the walk to this one
};

// A session's last current window, from which its chain of windows goes on.
struct SessionEnd {
    std::int64_t window_id = 0;
    ReportPlace session_report;  // the first one of the session
    ReportPlace last_report;
    // The report before the one that the session's next window starts at.
    ReportPlace before_next_start;
};

// What a walk leaves out beyond the reports already marked late: a JSON array of report ids.
using LeftOut = std::string;
inline constexpr const char* kNothingLeftOut = "[]";

// Of all installations.
[[nodiscard]] std::int64_t count_unprocessed_reports(Database& database);

// Thread rule: that of its connection. Walks are streamed: a visitor that returns false ends them, and what
// lies beyond is never read.
class ReportReader {
  public:
    explicit ReportReader(Database& database);

    // The installation with unprocessed reports that comes next in (user_id, installation_id) order.
    [[nodiscard]] std::optional<model::InstallationKey> next_unprocessed(const model::InstallationKey& after);
    // Unprocessed reports in order.
    void new_reports(const model::InstallationKey& key, const std::function<bool(const NewReport&)>& visit);
    // From a report (the first row) back in time.
    void backwards(const model::InstallationKey& key, const ReportPlace& from, const LeftOut& left_out,
                   const std::function<bool(const BackwardRow&)>& visit);
    // The reports of a session before a place, those only that are in a current window of it, back in time to
    // those that begin at or before after_s.
    void backwards_in_session(const model::InstallationKey& key, std::int64_t session_report_id,
                              const ReportPlace& before, std::int64_t after_s,
                              const std::function<bool(const ReportHeader&)>& visit);
    // From a report (the first row) on; with `after`, from that session's before_next_start.
    void forwards(const model::InstallationKey& key, const ReportPlace& from,
                  const std::optional<SessionEnd>& after, const LeftOut& left_out,
                  const std::function<bool(const ForwardRow&)>& visit);
    [[nodiscard]] std::optional<SessionEnd> end_of_session(std::int64_t session_report_id);

  private:
    // In ascending order.
    [[nodiscard]] std::vector<std::int64_t> reports_of_session(std::int64_t session_report_id,
                                                               std::int64_t until_s, std::int64_t after_s);

    Statement next_unprocessed_;
    Statement new_reports_;
    Statement backwards_;
    Statement earlier_;
    Statement reports_of_session_;
    Statement forwards_;
    Statement last_of_session_;
    Statement nth_report_;
};

}  // namespace tixdb::store
