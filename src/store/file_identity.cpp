// SPDX-License-Identifier: MIT

#include "store/file_identity.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <cstring>

#include "base/error.hpp"
#include "base/file_descriptor.hpp"
#include "base/shortage.hpp"
#include "base/text.hpp"

namespace tixdb::store {
namespace {

constexpr mode_t kFileMode = 0640;

// A kernel that does not know the attribute (before 5.8) cannot tell.
bool is_mounted_by_itself(const std::filesystem::path& path) {
    struct statx status = {};
    if (statx(AT_FDCWD, path.c_str(), 0, STATX_TYPE, &status) != 0) return false;
    return (status.stx_attributes_mask & status.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

FileIdentity identity_of(const struct stat& status) {
    return {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino)};
}

}  // namespace

void create_if_missing(const std::filesystem::path& path) {
    const FileDescriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kFileMode));
    if (!file.is_open()) {
        if (errno == EEXIST) return;
        throw_if_short(fmt::format("cannot create the database {}", escaped(path.string())), errno);
        throw Error(
            ErrorKind::failed,
            fmt::format("cannot create the database {}: {}", escaped(path.string()), std::strerror(errno)),
            "create its folder, or name another file with --database");
    }
    fchmod(file.get(), kFileMode);
}

FileIdentity require_single_name(const std::filesystem::path& path) {
    struct stat status = {};
    if (stat(path.c_str(), &status) != 0) {
        throw Error(
            ErrorKind::failed,
            fmt::format("cannot open the database {}: {}", escaped(path.string()), std::strerror(errno)),
            "check that it exists and that you may read it and its folder");
    }
    const auto refuse = [&](const std::string& why, const std::string& hint) {
        throw Error(ErrorKind::configuration,
                    fmt::format("cannot use {} as the database: {}", escaped(path.string()), why), hint);
    };
    if (!S_ISREG(status.st_mode)) refuse("it is not a regular file", "name a file with --database");
    if (status.st_nlink > 1) {
        refuse(fmt::format("it has {} names (hard links)", status.st_nlink),
               "two names are two locks: copy the file, or remove the other name");
    }
    if (is_mounted_by_itself(path)) {
        refuse("the file is mounted by itself",
               "mount the folder that holds it, so that its locks are shared");
    }
    return identity_of(status);
}

bool is_single_name_of(const FileIdentity& identity, const std::filesystem::path& path) {
    struct stat status = {};
    return stat(path.c_str(), &status) == 0 && status.st_nlink == 1 && identity_of(status) == identity;
}

bool is_unchangeable(const std::filesystem::path& path) {
    struct statvfs medium = {};
    if (statvfs(path.c_str(), &medium) != 0 || (medium.f_flag & ST_RDONLY) == 0) return false;
    struct stat wal = {};
    return stat((path.string() + "-wal").c_str(), &wal) != 0 || wal.st_size == 0;
}

std::string immutable_uri(const std::filesystem::path& path) {
    std::string uri = "file:";
    for (const char c : path.string()) {
        if (c == '?' || c == '#' || c == '%')
            uri += fmt::format("%{:02x}", static_cast<unsigned char>(c));
        else
            uri += c;
    }
    return uri + "?immutable=1";
}

}  // namespace tixdb::store
