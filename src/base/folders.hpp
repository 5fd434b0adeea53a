// SPDX-License-Identifier: MIT
// Making folders.
#pragma once

#include <sys/stat.h>

#include <filesystem>

namespace tixdb {

// The owner may do everything, the group may read; the umask can take away from it.
inline constexpr mode_t kFolderMode = 0750;

// Makes the folder and those above it that are missing, each with kFolderMode, and syncs their names to the
// disk. True as well if the folder is there already. False on failure, with errno set.
[[nodiscard]] bool make_folders(const std::filesystem::path& path);

// Likewise one folder within an open one.
[[nodiscard]] bool make_folder_in(int parent, const char* name);

}  // namespace tixdb
