// SPDX-License-Identifier: MIT
// The file that a database lies in, and what must be true of it before SQLite may open it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace tixdb::store {

// A file, whatever its name.
struct FileIdentity {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;

    friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

// Creates the file, empty and of mode 0640 whatever the umask, if there is none. Throws Error{failed}.
void create_if_missing(const std::filesystem::path& path);

// Throws Error{configuration} if path is something else than a regular file, or a file that another process
// may know by another name: a hard link, or a file that is mounted by itself. Locks and SQLite's -wal lie
// beside a name, so two names would mean two locks and two logs for one file, which destroys it. Symbolic
// links are followed.
FileIdentity require_single_name(const std::filesystem::path& path);

// True if identity is still the file at path, and its only name.
[[nodiscard]] bool is_single_name_of(const FileIdentity& identity, const std::filesystem::path& path);

// True if the medium is read-only and no -wal with content lies beside the file: nobody can be changing it.
[[nodiscard]] bool is_unchangeable(const std::filesystem::path& path);

// "file:…?immutable=1" for sqlite3_open_v2 with SQLITE_OPEN_URI.
[[nodiscard]] std::string immutable_uri(const std::filesystem::path& path);

}  // namespace tixdb::store
