// SPDX-License-Identifier: MIT
// Folders that are made.
#pragma once

#include <sys/stat.h>

#include <filesystem>

namespace tixdb {

// Readable by the owner and the group, whatever the umask leaves of it.
inline constexpr mode_t kFolderMode = 0750;

// Makes the folder and those above it that are missing, each with kFolderMode and its name on the disk.
// False on failure, with errno. A folder that is there already is fine.
[[nodiscard]] bool make_folders(const std::filesystem::path& path);

// Likewise one folder within an open one.
[[nodiscard]] bool make_folder_in(int parent, const char* name);

}  // namespace tixdb
