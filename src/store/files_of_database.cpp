// SPDX-License-Identifier: MIT

#include "store/files_of_database.hpp"

#include <fmt/format.h>

#include <system_error>

#include "base/error.hpp"
#include "base/text.hpp"

namespace tixdb::store {

std::filesystem::path real_path(const std::filesystem::path& path) {
    std::error_code ignored;
    std::filesystem::path real = std::filesystem::weakly_canonical(path, ignored);
    return real.empty() ? path : real;
}

void refuse_files_of(const std::filesystem::path& database, const std::filesystem::path& target,
                     const std::string& hint) {
    const std::string real_database = real_path(database).string();
    const std::filesystem::path real_target = real_path(target);
    for (const char* suffix : {"", "-wal", "-shm", "-journal", ".data.lock", ".publish.lock"}) {
        std::error_code ignored;
        if (real_target != real_database + suffix &&
            !std::filesystem::equivalent(real_target, real_database + suffix, ignored)) {
            continue;
        }
        throw Error(ErrorKind::usage,
                    fmt::format("{} is {} itself", escaped(target.string()),
                                *suffix == '\0' ? "the database" : "a file of the database"),
                    hint);
    }
}

}  // namespace tixdb::store
