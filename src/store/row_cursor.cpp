// SPDX-License-Identifier: MIT

#include "store/row_cursor.hpp"

#include <utility>

namespace tixdb::store {

RowCursor::RowCursor(Database& database, std::string_view sql, std::string_view* rest)
    : connection_(database.handle().getHandle()) {
    const char* end = nullptr;
    const int code =
        sqlite3_prepare_v2(connection_, sql.data(), static_cast<int>(sql.size()), &statement_, &end);
    if (code != SQLITE_OK) throw_failure(connection_, code);
    if (rest != nullptr) *rest = sql.substr(static_cast<std::size_t>(end - sql.data()));
}

RowCursor::RowCursor(RowCursor&& other) noexcept
    : connection_(other.connection_), statement_(std::exchange(other.statement_, nullptr)) {}

void RowCursor::bind(int at, std::int64_t value) {
    const int code = sqlite3_bind_int64(statement_, at, value);
    if (code != SQLITE_OK) throw_failure(connection_, code);
}

bool RowCursor::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) throw_failure(connection_, code);
    return false;
}

std::string RowCursor::name(int column) const {
    return sqlite3_column_name(statement_, column);
}

ValueType RowCursor::type(int column) const {
    switch (sqlite3_column_type(statement_, column)) {
        case SQLITE_INTEGER:
            return ValueType::integer;
        case SQLITE_FLOAT:
            return ValueType::real;
        case SQLITE_TEXT:
            return ValueType::text;
        case SQLITE_BLOB:
            return ValueType::blob;
        default:
            return ValueType::null;
    }
}

std::string_view RowCursor::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::span<const std::uint8_t> RowCursor::blob(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

}  // namespace tixdb::store
