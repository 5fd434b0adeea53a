// SPDX-License-Identifier: MIT

#include "maintenance/database_files.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"
#include "store/files_of_database.hpp"

namespace tixdb::maintenance {

std::filesystem::path free_target(const std::filesystem::path& target, bool overwrite) {
    const std::string name = escaped(target.string());
    std::filesystem::path real = store::real_path(target);
    const auto status = std::filesystem::status(real);
    if (!std::filesystem::exists(status)) return real;
    if (std::filesystem::is_directory(status)) {
        throw Error(ErrorKind::failed, fmt::format("{} is a folder", name), "name a file in it");
    }
    if (!std::filesystem::is_regular_file(status)) {
        throw Error(ErrorKind::failed, fmt::format("{} is not a regular file", name), "name another file");
    }
    if (!overwrite) {
        throw Error(ErrorKind::failed, fmt::format("{} exists already", name),
                    "name another file, or replace this one with --overwrite");
    }
    for (const char* suffix : {"-wal", "-journal"}) {
        if (!std::filesystem::exists(real.string() + suffix)) continue;
        throw Error(ErrorKind::failed,
                    fmt::format("{} belongs to the file that --overwrite would replace",
                                escaped(target.string() + suffix)),
                    "another program is at work on that file: end it, or name another file");
    }
    return real;
}

void require_whole(const std::filesystem::path& copy, store::CheckedFile file,
                   const std::filesystem::path& named, const std::string& hint) {
    const auto problems = store::integrity_problems(copy, file, 1);
    if (problems.empty()) return;
    throw Error(ErrorKind::failed,
                fmt::format("{} does not pass SQLite's integrity check: {}", escaped(named.string()),
                            escaped(problems.front())),
                hint);
}

}  // namespace tixdb::maintenance
