// SPDX-License-Identifier: MIT
// Who holds a lock (base/file_lock.hpp), for those that only tell about it.
#pragma once

#include <filesystem>
#include <string>

namespace tixdb {

// The number of the process that holds the lock of this path, as the file says, or nothing if nobody holds it
// or this user may not look. To find out, the lock
// is taken for a moment if it is free: another process that asks for it just then may be refused.
[[nodiscard]] std::string holder_of_lock(const std::filesystem::path& path);

}  // namespace tixdb
