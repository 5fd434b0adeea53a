// SPDX-License-Identifier: MIT
// Writes reports out of a database into files that say by themselves what they are.
#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>

#include "base/progress_hook.hpp"
#include "store/database.hpp"

namespace tixdb::maintenance {

struct ArchiveRequest {
    std::filesystem::path folder;
    // Reports that begin in [from_s, to_s).
    std::int64_t from_s = std::numeric_limits<std::int64_t>::min();
    std::int64_t to_s = std::numeric_limits<std::int64_t>::max();
    std::optional<std::int64_t> user_id;
    std::optional<std::int64_t> installation_id;
};

struct ArchiveSummary {
    std::int64_t files = 0;         // written anew
    std::int64_t reports = 0;       // added to files
    std::int64_t observations = 0;  // of these
    std::int64_t known = 0;         // reports that their file had already
    std::int64_t bytes = 0;         // of the files written
};

// <folder>/<user>/<installation>/<year>-<month>.ndjson.zst, in months of UTC: a first line that says what the
// file is, a line per report, exactly as a client's report file has it (the signed message, its signature and
// key among others), in order of time, and a last line with the counts. SHA256SUMS in the folder has the
// digest of each file. A file that is there is read, and written anew with what it lacks; each is written
// whole beside its name and then renamed. Takes no lock; the database is open for reading. A report whose
// bytes do not give its digest ends it: the database is damaged. hook gets the number of reports. Throws
// Error and Interrupted.
[[nodiscard]] ArchiveSummary archive(store::Database& database, const ArchiveRequest& request,
                                     const ProgressHook& hook = {});

}  // namespace tixdb::maintenance
