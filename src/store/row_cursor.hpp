// SPDX-License-Identifier: MIT
// The rows of a query whose columns are only known once it runs.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "store/database.hpp"

namespace tixdb::store {

enum class ValueType { null, integer, real, text, blob };

// Texts and blobs are valid until the next step(). Throws SQLite::Exception. Thread rule: that of its
// connection, which must outlive it.
class RowCursor {
  public:
    // sql: one statement; what follows it is left unread, and is what *rest says afterwards.
    RowCursor(Database& database, std::string_view sql, std::string_view* rest = nullptr);
    ~RowCursor() { sqlite3_finalize(statement_); }
    RowCursor(RowCursor&& other) noexcept;
    RowCursor& operator=(RowCursor&&) = delete;
    RowCursor(const RowCursor&) = delete;
    RowCursor& operator=(const RowCursor&) = delete;

    // at: from 1.
    void bind(int at, std::int64_t value);

    // False at the end.
    [[nodiscard]] bool step();
    // Ends the query, which then may be bound and stepped anew.
    void reset() { sqlite3_reset(statement_); }

    // False if there was nothing but blanks and comments.
    [[nodiscard]] bool is_statement() const { return statement_ != nullptr; }
    [[nodiscard]] bool only_reads() const { return sqlite3_stmt_readonly(statement_) != 0; }
    [[nodiscard]] int parameters() const { return sqlite3_bind_parameter_count(statement_); }
    [[nodiscard]] int columns() const { return sqlite3_column_count(statement_); }
    [[nodiscard]] std::string name(int column) const;
    [[nodiscard]] ValueType type(int column) const;
    [[nodiscard]] std::int64_t int64(int column) const { return sqlite3_column_int64(statement_, column); }
    [[nodiscard]] double real(int column) const { return sqlite3_column_double(statement_, column); }
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] std::span<const std::uint8_t> blob(int column) const;

  private:
    sqlite3* connection_;
    sqlite3_stmt* statement_ = nullptr;
};

}  // namespace tixdb::store
