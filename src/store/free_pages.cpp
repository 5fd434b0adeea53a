// SPDX-License-Identifier: MIT

#include "store/free_pages.hpp"

#include <fmt/format.h>

#include "store/statement.hpp"

namespace tixdb::store {
namespace {

std::int64_t pragma_number(Database& database, const char* sql) {
    Statement query(database, sql);
    return query.step() ? query.int64(0) : 0;
}

}  // namespace

FilePages file_pages(Database& database) {
    return {pragma_number(database, "PRAGMA page_count"), pragma_number(database, "PRAGMA freelist_count"),
            pragma_number(database, "PRAGMA page_size")};
}

void set_deleted_rows(Database& database, DeletedRows what) {
    database.execute(what == DeletedRows::zeroed ? "PRAGMA secure_delete = ON"
                                                 : "PRAGMA secure_delete = FAST");
}

void release_pages(Database& database, std::int64_t pages) {
    database.require_in_place();
    Statement(database, fmt::format("PRAGMA incremental_vacuum({})", pages)).execute();
}

}  // namespace tixdb::store
