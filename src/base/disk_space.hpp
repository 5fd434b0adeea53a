// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace tixdb {

struct DiskSpace {
    std::uint64_t size_bytes = 0;
    std::uint64_t free_bytes = 0;  // for those who are not root
    // In [0, 1]; 1 where the file system names no size.
    [[nodiscard]] double free_share() const {
        return size_bytes == 0 ? 1 : static_cast<double>(free_bytes) / static_cast<double>(size_bytes);
    }
};

// Of the file system that a file or folder is on; nothing if it cannot be asked.
[[nodiscard]] std::optional<DiskSpace> disk_space_of(const std::filesystem::path& path);

}  // namespace tixdb
