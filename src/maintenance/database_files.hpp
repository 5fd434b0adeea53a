// SPDX-License-Identifier: MIT
// Checks of files that backup, restore, merge and split share.
#pragma once

#include <filesystem>
#include <string>

#include "store/database_copy.hpp"

namespace tixdb::maintenance {

// The real path of a database that is to be made. Throws Error{failed} if there is something of that name,
// but for a file that may be replaced (overwrite) and that nobody is at work on.
[[nodiscard]] std::filesystem::path free_target(const std::filesystem::path& target, bool overwrite);

// Throws Error{failed} with the first fault if SQLite's integrity check finds one in `copy`. named: the file
// that the message names, of which `copy` may be a copy.
void require_whole(const std::filesystem::path& copy, store::CheckedFile file,
                   const std::filesystem::path& named, const std::string& hint);

}  // namespace tixdb::maintenance
