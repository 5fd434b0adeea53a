// SPDX-License-Identifier: MIT

#include "base/file_origin.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tixdb {

FileOrigin file_origin(const std::filesystem::path& path) {
    struct statx status = {};
    if (statx(AT_FDCWD, path.c_str(), 0, STATX_INO | STATX_BTIME, &status) != 0) {
        throw Error(ErrorKind::failed,
                    fmt::format("cannot look at {}: {}", escaped(path.string()), std::strerror(errno)));
    }
    FileOrigin origin;
    origin.inode = static_cast<std::int64_t>(status.stx_ino);
    if ((status.stx_mask & STATX_BTIME) != 0) {
        origin.birth_ns = status.stx_btime.tv_sec * 1'000'000'000 + status.stx_btime.tv_nsec;
    }
    return origin;
}

}  // namespace tixdb
