// SPDX-License-Identifier: MIT
// A query that somebody else wrote: it may read, for so long, and nothing else.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "store/database.hpp"
#include "store/row_cursor.hpp"

namespace tixdb::store {

// Refused are ATTACH, transactions, all that writes, PRAGMAs but those that describe the schema,
// load_extension() and a second statement. One value may have 64 MiB, all of them and what SQLite itself
// needs 1 GiB. The connection, opened for reading, must outlive it and is good for nothing else meanwhile.
// Thread rule: that of its connection; one in a process at a time.
class FreeQuery {
  public:
    // timeout: how long SQLite may compute in all; 0: as long as it takes. Throws Error{usage} that says what
    // is refused or not understood.
    FreeQuery(Database& database, const std::string& sql, std::chrono::milliseconds timeout);
    ~FreeQuery();
    FreeQuery(const FreeQuery&) = delete;
    FreeQuery& operator=(const FreeQuery&) = delete;

    // False at the end. Throws Error{failed} when the time is over, Error{usage} for a value that the query
    // itself is to blame for, SQLite::Exception for all else.
    [[nodiscard]] bool step();
    [[nodiscard]] const RowCursor& row() const { return *row_; }

  private:
    struct Guard;

    [[noreturn]] void throw_meaning(const SQLite::Exception& exception) const;

    Database& database_;
    std::unique_ptr<Guard> guard_;
    std::unique_ptr<RowCursor> row_;
};

}  // namespace tixdb::store
