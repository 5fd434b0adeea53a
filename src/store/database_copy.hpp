// SPDX-License-Identifier: MIT
// Whole database files: inspects, checks and copies them, whatever their schema, while others work with them.
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

// SQLite tests CHECK constraints only in a file that it may write to.
enum class CheckedFile { own_copy, of_others };

// What SQLite's integrity_check says, at most that many messages; none: the file is whole. Throws Interrupted
// when the run is asked to stop.
[[nodiscard]] std::vector<std::string> integrity_problems(const std::filesystem::path& path, CheckedFile file,
                                                          int most);

// Leaves WAL mode, so that the one file holds everything; open_for_writing() enters it again.
void make_self_contained(Database& database);

enum class WalState {
    folded,      // everything is in the one file; the -wal is empty, or there is none
    busy,        // another connection is reading or writing
    unreadable,  // damaged, or no database
};

// Moves what is in the -wal into the file itself, to be called before the file gets another name.
[[nodiscard]] WalState fold_wal(const std::filesystem::path& path, std::chrono::milliseconds busy_timeout);

}  // namespace tixdb::store
