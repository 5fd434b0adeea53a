// SPDX-License-Identifier: MIT

#include "support/query_rows.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

namespace tixdb::test {

std::string rows_of(store::Database& database, const std::string& sql) {
    SQLite::Statement query(database.handle(), sql);
    std::string text;
    while (query.executeStep()) {
        for (int i = 0; i < query.getColumnCount(); ++i) {
            const SQLite::Column column = query.getColumn(i);
            text += (i == 0 ? "" : " ") + std::string(column.getName()) + "=" +
                    (column.isNull() ? "NULL" : column.getString());
        }
        text += '\n';
    }
    return text;
}

}  // namespace tixdb::test
