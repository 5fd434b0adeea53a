// SPDX-License-Identifier: MIT
// A prepared statement that is bound by position with C++ values and read back as such.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <concepts>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace tixdb::store {

// Prepared once, run often. Text and blobs are bound without a copy: they must live until execute() or the
// last step() has returned. Throws SQLite::Exception.
class Statement {
  public:
    Statement(Database& database, std::string_view sql) : connection_(database.handle().getHandle()) {
        check(sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()),
                                 SQLITE_PREPARE_PERSISTENT, &statement_, nullptr));
    }
    ~Statement() { sqlite3_finalize(statement_); }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    void bind(int at, std::integral auto value) {
        check(sqlite3_bind_int64(statement_, at, static_cast<sqlite3_int64>(value)));
    }
    void bind(int at, double value) { check(sqlite3_bind_double(statement_, at, value)); }
    void bind(int at, std::string_view value) {
        check(sqlite3_bind_text64(statement_, at, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8));
    }
    void bind(int at, const std::string& value) { bind(at, std::string_view(value)); }
    void bind(int at, const char* value) { bind(at, std::string_view(value)); }
    void bind(int at, std::span<const std::uint8_t> value) {
        // A null pointer would bind NULL in place of an empty blob.
        static constexpr std::uint8_t kNothing = 0;
        const void* bytes = value.empty() ? &kNothing : value.data();
        check(sqlite3_bind_blob64(statement_, at, bytes, value.size(), SQLITE_STATIC));
    }
    void bind(int at, std::nullopt_t) { check(sqlite3_bind_null(statement_, at)); }
    template <typename T>
    void bind(int at, const std::optional<T>& value) {
        if (value)
            bind(at, *value);
        else
            bind(at, std::nullopt);
    }

    // Where a named parameter (":up_usage") is bound. Throws if there is none of that name.
    [[nodiscard]] int parameter_named(const std::string& name) const {
        const int at = sqlite3_bind_parameter_index(statement_, name.c_str());
        if (at == 0) throw SQLite::Exception("no parameter " + name);
        return at;
    }
    template <typename T>
    void bind_named(const std::string& name, const T& value) {
        bind(parameter_named(name), value);
    }

    // ?1, ?2, … in order.
    template <typename... Values>
    void bind_all(const Values&... values) {
        int at = 0;
        (bind(++at, values), ...);
    }

    // The highest number of a parameter, ?1 being 1.
    [[nodiscard]] int parameters() const { return sqlite3_bind_parameter_count(statement_); }

    // True if there is a row. At the end the statement is reset and may be bound again.
    bool step() {
        const int code = sqlite3_step(statement_);
        if (code == SQLITE_ROW) return true;
        sqlite3_reset(statement_);
        if (code != SQLITE_DONE) throw_failure(connection_, code);
        return false;
    }
    // Runs to its end, ignoring rows.
    void execute() {
        while (step()) {
        }
    }
    // Ends a query early, so that it holds no read transaction.
    void reset() { sqlite3_reset(statement_); }

    // The index of the first column of that name. Throws if there is none.
    [[nodiscard]] int column_named(std::string_view name) const {
        for (int column = 0; column < sqlite3_column_count(statement_); ++column) {
            if (name == sqlite3_column_name(statement_, column)) return column;
        }
        throw SQLite::Exception("no column " + std::string(name));
    }
    [[nodiscard]] bool is_null(int column) const {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    [[nodiscard]] std::int64_t int64(int column) const { return sqlite3_column_int64(statement_, column); }
    [[nodiscard]] double real(int column) const { return sqlite3_column_double(statement_, column); }
    [[nodiscard]] std::string text(int column) const { return std::string(text_view(column)); }
    // Valid until the next step().
    [[nodiscard]] std::string_view text_view(int column) const {
        const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
        if (data == nullptr) return {};
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }
    // Valid until the next step().
    [[nodiscard]] std::span<const std::uint8_t> blob(int column) const {
        const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
        return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
    }
    [[nodiscard]] std::optional<std::int64_t> optional_int64(int column) const {
        if (is_null(column)) return std::nullopt;
        return int64(column);
    }
    [[nodiscard]] std::optional<double> optional_real(int column) const {
        if (is_null(column)) return std::nullopt;
        return real(column);
    }
    [[nodiscard]] std::optional<std::string> optional_text(int column) const {
        if (is_null(column)) return std::nullopt;
        return text(column);
    }

  private:
    void check(int code) {
        if (code != SQLITE_OK) throw_failure(connection_, code);
    }

    sqlite3* connection_;
    sqlite3_stmt* statement_ = nullptr;
};

// Resets a statement at the end of its scope: a query that is left early would keep its read transaction
// open.
class ResetAtEnd {
  public:
    explicit ResetAtEnd(Statement& statement) : statement_(statement) {}
    ~ResetAtEnd() { statement_.reset(); }
    ResetAtEnd(const ResetAtEnd&) = delete;
    ResetAtEnd& operator=(const ResetAtEnd&) = delete;

  private:
    Statement& statement_;
};

}  // namespace tixdb::store
