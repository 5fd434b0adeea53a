// SPDX-License-Identifier: MIT
// Pages of the file that hold nothing.
#pragma once

#include <cstdint>

#include "store/database.hpp"

namespace tixdb::store {

struct FilePages {
    std::int64_t all = 0;
    std::int64_t free = 0;  // reused by what is stored next
    std::int64_t page_bytes = 0;
};

[[nodiscard]] FilePages file_pages(Database& database);

// What becomes of the bytes of rows that this connection deletes; otherwise that is as SQLite was built.
enum class DeletedRows {
    zeroed,        // everywhere
    zeroed_in_use  // within pages that stay in use; pages that become free keep them, and need not be written
};
void set_deleted_rows(Database& database, DeletedRows what);

// Cuts up to so many free pages off the file's end, in a transaction of its own; the pages in use that lie
// there move. The file itself becomes shorter with the next checkpoint. Files that were made without
// auto_vacuum keep their free pages.
void release_pages(Database& database, std::int64_t pages);

}  // namespace tixdb::store
