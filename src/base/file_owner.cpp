// SPDX-License-Identifier: MIT

#include "base/file_owner.hpp"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

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

std::string ownership_text(const std::filesystem::path& path) {
    const auto owner = owner_of(path);
    if (!owner || owner->is_own) return "";
    return fmt::format("it belongs to {} ({}) and this is user {}", owner->user, owner->mode, own_user());
}

}  // namespace tixdb
