// SPDX-License-Identifier: MIT
// Copies a database into one checked file while other programs work with it.
#pragma once

#include <cstdint>
#include <filesystem>

#include "base/progress_hook.hpp"

namespace tixdb::maintenance {

struct BackupRequest {
    std::filesystem::path database;
    std::filesystem::path target;
    bool overwrite = false;  // replace an earlier backup of that name
};

struct BackupSummary {
    std::int64_t bytes = 0;
    int schema_version = 0;
};

// Says what back_up() would do, and throws what it would throw before it writes.
[[nodiscard]] BackupSummary plan_backup(const BackupRequest& request);

// Takes no lock. When it returns, the target is whole, has passed SQLite's integrity check and is on the
// disk; if it throws, the target is as it was. hook gets the number of bytes copied. Throws Error, with
// ErrorKind::usage if the target is the database itself, and Interrupted when the run is asked to stop.
[[nodiscard]] BackupSummary back_up(const BackupRequest& request, const ProgressHook& hook = {});

}  // namespace tixdb::maintenance
