// SPDX-License-Identifier: MIT
// A stretch of a session's reports that one result is about.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/installation.hpp"

namespace tixdb::model {

// Windows overlap by half; those of one session are formed one after the other from its first report on
// (docs/methods.md#windows). Times are unix seconds.
struct Window {
    InstallationKey installation;
    std::string ip;
    std::int64_t session_report_id = 0;      // the first report of the session
    std::vector<std::int64_t> report_ids;    // in the order of the installation's reports; at least one
    std::int64_t first_report_s = 0;         // first observation of the first report
    std::int64_t last_report_s = 0;          // first observation of the last report
    std::int64_t first_s = 0;                // smallest day_timestamp of the short probes
    std::int64_t last_s = 0;                 // largest: what the result is published under
    std::int64_t observations = 0;           // as received, all types, duplicates included
    std::int64_t distinct_observations = 0;  // short probes, each once
};

}  // namespace tixdb::model
