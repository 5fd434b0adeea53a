// SPDX-License-Identifier: MIT

#include "base/folders.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/file_descriptor.hpp"

namespace tixdb {
namespace {

bool is_folder(const std::filesystem::path& path) {
    struct stat status = {};
    return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace

bool make_folder_in(int parent, const char* name) {
    if (mkdirat(parent, name, kFolderMode) != 0) return errno == EEXIST;
    // What is put into it would be lost with its name. A file system that cannot sync a folder says EINVAL.
    return fsync(parent) == 0 || errno == EINVAL;
}

bool make_folders(const std::filesystem::path& path) {
    if (is_folder(path)) return true;
    const std::filesystem::path parent = path.has_parent_path() ? path.parent_path() : ".";
    if (parent != path && !make_folders(parent)) return false;
    if (path.filename().empty() || path.filename() == "." || path.filename() == "..") return is_folder(path);
    const FileDescriptor folder(open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.is_open() || !make_folder_in(folder.get(), path.filename().c_str())) return false;
    if (is_folder(path)) return true;
    errno = ENOTDIR;
    return false;
}

}  // namespace tixdb
