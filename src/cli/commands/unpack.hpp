// SPDX-License-Identifier: MIT
// Unpacks archives with the system's tar.
#pragma once

#include <filesystem>

namespace tixdb::cli {

// All of archive (.tar.gz) into folder, which exists. Modification times are kept: they are the reports'.
// Throws Error{failed} if tar cannot be run or fails.
void unpack(const std::filesystem::path& archive, const std::filesystem::path& folder);

}  // namespace tixdb::cli
