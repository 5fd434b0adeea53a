// SPDX-License-Identifier: MIT
// Gives the observations in an archive back to the reports that they were pruned from.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/progress_hook.hpp"
#include "store/database.hpp"

namespace tixdb::ingest {

struct IntakeCounts {
    std::int64_t files = 0;
    std::int64_t given_back = 0;    // reports
    std::int64_t observations = 0;  // of these
    std::int64_t there = 0;         // reports that had their observations
    std::int64_t unknown = 0;       // reports that are not in the database: nothing of them is stored
    std::int64_t refused = 0;       // lines that are no report; a warning names the file
};

// path: an archive's folder, or one of its files (maintenance/archiver.hpp). Queues nothing for process. In
// transactions of some thousand reports: killed, what was given back stays, and the rest follows the next
// time. A file that is damaged or cut short ends it with Error{failed}.
[[nodiscard]] IntakeCounts take_archive_in(store::Database& database, const std::filesystem::path& path,
                                           const Clock& clock, Log& log, const ProgressHook& hook = {});

}  // namespace tixdb::ingest
