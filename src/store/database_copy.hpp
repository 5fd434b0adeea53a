// SPDX-License-Identifier: MIT
// Database files as wholes: looked at, checked and copied while others work with them, whatever their schema.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/progress_hook.hpp"
#include "store/database.hpp"

namespace tixdb::store {

struct DatabaseFacts {
    std::int64_t bytes = 0;
    int schema_version = 0;  // 0: an empty file
};

// Throws Error{configuration} if it is a database of another program, Error{failed} if it is no database at
// all.
[[nodiscard]] DatabaseFacts inspect_database(const std::filesystem::path& path);

// Copies what is committed when it begins into an empty file, by SQLite's online backup: others read and
// write meanwhile, and what they write is not in the copy. The copy is one file, readable without a -wal.
// hook gets the bytes copied. Throws Error{failed} that says which of the two files failed, Interrupted when
// the run is asked to stop. The copy is not synced.
void copy_database(const std::filesystem::path& source, const std::filesystem::path& target,
                   const ProgressHook& hook = {});

// SQLite looks at CHECK constraints only in a file that it may write.
enum class CheckedFile { own_copy, of_others };

// What SQLite's integrity_check says, at most that many messages; none: the file is whole. Throws Interrupted
// when the run is asked to stop.
[[nodiscard]] std::vector<std::string> integrity_problems(const std::filesystem::path& path, CheckedFile file,
                                                          int most);

// Leaves WAL mode, so that the one file holds everything; open_for_writing() enters it again.
void make_self_contained(Database& database);

enum class WalState {
    folded,      // all is in the one file; there is nothing in the -wal, or there is none
    busy,        // another connection is reading or writing
    unreadable,  // damaged, or no database
};

// Brings what lies in the -wal into the file itself, for who is going to give it another name.
[[nodiscard]] WalState fold_wal(const std::filesystem::path& path, std::chrono::milliseconds busy_timeout);

}  // namespace tixdb::store
