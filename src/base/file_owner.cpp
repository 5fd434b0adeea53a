// SPDX-License-Identifier: MIT

#include "base/file_owner.hpp"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/shortage.hpp"
#include "base/text.hpp"

namespace tixdb {
namespace {

std::string user_named(uid_t id) {
    const passwd* entry = getpwuid(id);
    return entry == nullptr ? std::to_string(id) : escaped(entry->pw_name);
}

std::string group_named(gid_t id) {
    const group* entry = getgrgid(id);
    return entry == nullptr ? std::to_string(id) : escaped(entry->gr_name);
}

}  // namespace

std::optional<FileOwner> owner_of(const std::filesystem::path& path) {
    struct stat status = {};
    if (stat(path.c_str(), &status) != 0) return std::nullopt;
    constexpr mode_t kPermissions = 07777;
    return FileOwner{user_named(status.st_uid), group_named(status.st_gid),
                     fmt::format("{:04o}", status.st_mode & kPermissions), status.st_uid == geteuid()};
}

std::string own_user() {
    return user_named(geteuid());
}

Error cannot_write(std::string_view what, const std::filesystem::path& path, int error) {
    const std::string message =
        fmt::format("cannot open {} {}: {}", what, escaped(path.string()), std::strerror(error));
    if (is_shortage(error))
        return shortage_error(fmt::format("cannot open {} {}", what, escaped(path.string())), error);
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    const std::string shown = escaped(folder.string());
    if (error == ENOENT) return {ErrorKind::failed, message, fmt::format("create the folder {}", shown)};
    if (error == EROFS) return {ErrorKind::failed, message, fmt::format("{} is mounted read-only", shown)};
    if (error != EACCES && error != EPERM) return {ErrorKind::failed, message, "check the disk"};
    // Made by a run as another user, root as a rule; else the folder itself is another's.
    const std::string of_file = ownership_text(path);
    const std::string whose = of_file.empty() ? ownership_text(folder) : of_file;
    if (whose.empty()) return {ErrorKind::failed, message, "check its permissions and those of its folder"};
    return {ErrorKind::failed, fmt::format("{}: {}", message, whose),
            of_file.empty() ? fmt::format("chown {} {}", own_user(), shown)
                            : fmt::format("a run as that user made it: chown {}: {}/*", own_user(), shown)};
}

std::string ownership_text(const std::filesystem::path& path) {
    const auto owner = owner_of(path);
    if (!owner || owner->is_own) return "";
    return fmt::format("it belongs to {} ({}) and this is user {}", owner->user, owner->mode, own_user());
}

}  // namespace tixdb
