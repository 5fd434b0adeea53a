// SPDX-License-Identifier: MIT
// What backup and restore ask of files.
#pragma once

#include <filesystem>
#include <string>

#include "store/database_copy.hpp"

namespace tixdb::maintenance {

// Through all links; a name that does not exist yet below a folder that does.
[[nodiscard]] std::filesystem::path real_path(const std::filesystem::path& path);

// Throws Error{failed} that names the file and the first fault if SQLite's integrity check finds one.
void require_whole(const std::filesystem::path& copy, store::CheckedFile file,
                   const std::filesystem::path& named, const std::string& hint);

}  // namespace tixdb::maintenance
