// SPDX-License-Identifier: MIT
// Checks of files that backup and restore share.
#pragma once

#include <filesystem>
#include <string>

#include "store/database_copy.hpp"

namespace tixdb::maintenance {

// The path with all links followed. The last name need not exist, the folder it is in must.
[[nodiscard]] std::filesystem::path real_path(const std::filesystem::path& path);

// Throws Error{failed} with the first fault if SQLite's integrity check finds one in `copy`. named: the file
// that the message names, of which `copy` may be a copy.
void require_whole(const std::filesystem::path& copy, store::CheckedFile file,
                   const std::filesystem::path& named, const std::string& hint);

}  // namespace tixdb::maintenance
