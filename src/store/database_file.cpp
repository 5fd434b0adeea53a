// SPDX-License-Identifier: MIT
// Whether a database is there, and what to do if it is not.
#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "base/file_owner.hpp"
#include "base/suggestion.hpp"
#include "base/text.hpp"
#include "store/database.hpp"

namespace tixdb::store {
namespace {

// Of the folder that keeps us from looking: those of its group may, if it is as docs/operations.md makes it.
std::string how_to_get_in(std::filesystem::path path) {
    while (path.has_relative_path()) {
        path = path.parent_path();
        if (const auto owner = owner_of(path)) {
            return fmt::format("members of the group {} may: adduser {} {}", owner->group, own_user(),
                               owner->group);
        }
    }
    return "check the permissions of its folder";
}

bool is_beside_a_database(const std::string& name) {
    return name.ends_with("-wal") || name.ends_with("-shm") || name.ends_with("-journal") ||
           name.ends_with(".lock");
}

std::vector<std::string> files_beside(const std::filesystem::path& path) {
    std::vector<std::string> names;
    std::error_code ignored;
    const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
    for (auto entry = std::filesystem::directory_iterator(folder, ignored);
         entry != std::filesystem::directory_iterator(); entry.increment(ignored)) {
        std::string name = entry->path().filename().string();
        if (entry->is_regular_file(ignored) && !is_beside_a_database(name)) names.push_back(std::move(name));
    }
    return names;
}

}  // namespace

bool database_exists(const std::filesystem::path& path) {
    const std::string shown = escaped(path.string());
    struct stat status = {};
    if (stat(path.c_str(), &status) != 0) {
        // Kept: whoever looks up the owner of a folder changes it.
        const int error = errno;
        if (error == ENOENT) return false;
        throw Error(ErrorKind::failed, fmt::format("cannot look at {}: {}", shown, std::strerror(error)),
                    error == EACCES ? how_to_get_in(path) : "--database names another file");
    }
    if (S_ISREG(status.st_mode)) return true;
    if (S_ISDIR(status.st_mode)) {
        throw Error(ErrorKind::configuration, fmt::format("{} is a folder", shown), "name the file in it");
    }
    throw Error(ErrorKind::configuration, fmt::format("{} is not a regular file", shown),
                "name a file on a disk with --database");
}

void require_database(const std::filesystem::path& path) {
    if (database_exists(path)) return;
    const auto names = files_beside(path);
    const std::string nearest =
        nearest_name(path.filename().string(), std::vector<std::string_view>(names.begin(), names.end()));
    throw Error(ErrorKind::failed, fmt::format("there is no database {}", escaped(path.string())),
                nearest.empty()
                    ? "`tixdb ingest` creates it; --database names another file"
                    : fmt::format("did you mean {}?", escaped((path.parent_path() / nearest).string())));
}

}  // namespace tixdb::store
