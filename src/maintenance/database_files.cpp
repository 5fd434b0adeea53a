// SPDX-License-Identifier: MIT

#include "maintenance/database_files.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tixdb::maintenance {

std::filesystem::path real_path(const std::filesystem::path& path) {
    std::error_code ignored;
    std::filesystem::path real = std::filesystem::weakly_canonical(path, ignored);
    return real.empty() ? path : real;
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
