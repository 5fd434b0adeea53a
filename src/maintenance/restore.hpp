// SPDX-License-Identifier: MIT
// Puts a backup in place of a database.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/progress_hook.hpp"

namespace tixdb::maintenance {

struct RestoreRequest {
    std::filesystem::path backup;
    std::filesystem::path database;
    std::string program_version;
    std::int64_t now_ms = 0;
    std::chrono::milliseconds busy_timeout{0};  // for other programs that have the database open
};

struct RestoreSummary {
    std::int64_t bytes = 0;
    int schema_version = 0;                       // of the backup
    std::optional<std::int64_t> reports;          // in it; nothing if its schema is older than this program's
    std::optional<std::int64_t> latest_s;         // its latest observation, likewise
    std::optional<std::filesystem::path> former;  // where the database that was there is kept
};

// Says what restore() would do, and throws what it would throw before it writes.
[[nodiscard]] RestoreSummary plan_restore(const RestoreRequest& request);

// The caller holds both locks of the database. The backup is copied beside the database, checked, brought to
// this program's schema and marked with the moment of the restore, so that publish asks tix-api about all
// that may have been sent since the backup was made; then the two files change names in one step. A process
// that is killed leaves one of the two databases, whole, under the name. hook gets the number of bytes
// copied. Throws Error and Interrupted; then nothing has changed.
[[nodiscard]] RestoreSummary restore(const RestoreRequest& request, const ProgressHook& hook = {});

}  // namespace tixdb::maintenance
