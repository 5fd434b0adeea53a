// SPDX-License-Identifier: MIT

#include "base/disk_space.hpp"

#include <sys/statvfs.h>

namespace tixdb {

std::optional<DiskSpace> disk_space_of(const std::filesystem::path& path) {
    struct statvfs status = {};
    if (statvfs(path.c_str(), &status) != 0) return std::nullopt;
    return DiskSpace{static_cast<std::uint64_t>(status.f_blocks) * status.f_frsize,
                     static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize};
}

}  // namespace tixdb
