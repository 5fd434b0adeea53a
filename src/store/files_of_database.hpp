// SPDX-License-Identifier: MIT
// The files that a database is made of, which nothing else is ever written over.
#pragma once

#include <filesystem>
#include <string>

namespace tixdb::store {

// The path with all links followed. The last name need not exist, the folder it is in must.
[[nodiscard]] std::filesystem::path real_path(const std::filesystem::path& path);

// Throws Error{usage} if target is the database or one of the files beside it, whatever links lead there.
// hint: what to do instead.
void refuse_files_of(const std::filesystem::path& database, const std::filesystem::path& target,
                     const std::string& hint);

}  // namespace tixdb::store
