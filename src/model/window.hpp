// SPDX-License-Identifier: MIT
// Consecutive reports of a session: what one result is about.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/installation.hpp"

namespace tixdb::model {

// A session is a run of reports from one address in which none begins more than this after the one before it.
// Bound by every query that cuts sessions; schema/views.sql has the number too, which a test compares.
inline constexpr std::int64_t kSessionGapS = 300;

// A window takes reports until they hold so many observations together. views.sql: as above.
inline constexpr std::int64_t kWindowObservations = 1084;

// Windows overlap by half; those of one session are formed one after the other from its first report on
// (docs/methods.md#windows). Times are unix seconds.
struct Window {
    InstallationKey installation;
    std::string ip;
    std::int64_t session_report_id = 0;      // the first report of the session
    std::vector<std::int64_t> report_ids;    // in the order of the installation's reports; at least one
    std::int64_t first_report_s = 0;         // first observation of the first report
    std::int64_t last_report_s = 0;          // first observation of the last report
    std::int64_t first_probe_s = 0;          // smallest day_timestamp of the short probes
    std::int64_t last_probe_s = 0;           // largest: what the result is published under
    std::int64_t observations = 0;           // as received, all types, duplicates included
    std::int64_t distinct_observations = 0;  // short probes, each once
};

}  // namespace tixdb::model
