// SPDX-License-Identifier: MIT
// Tells a file from a copy of it, or from another file that was put in its place.
#pragma once

#include <cstdint>
#include <filesystem>

namespace tixdb {

struct FileOrigin {
    std::int64_t inode = 0;
    std::int64_t birth_ns = 0;  // since 1970; 0: the file system does not keep it

    friend bool operator==(const FileOrigin&, const FileOrigin&) = default;
};

// Follows links. Throws Error{failed} if there is no such file.
[[nodiscard]] FileOrigin file_origin(const std::filesystem::path& path);

}  // namespace tixdb
