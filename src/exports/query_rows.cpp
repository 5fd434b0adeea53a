// SPDX-License-Identifier: MIT

#include "exports/query_rows.hpp"

#include <set>

namespace tixdb::exports {

std::vector<std::string> column_names(const store::RowCursor& row) {
    std::vector<std::string> names;
    std::set<std::string> taken;
    for (int column = 0; column < row.columns(); ++column) {
        const std::string name = row.name(column);
        std::string own = name;
        for (int number = 2; !taken.insert(own).second; ++number) own = name + "_" + std::to_string(number);
        names.push_back(own);
    }
    return names;
}

void write_field(const store::RowCursor& row, int column, RowFormatter& out) {
    switch (row.type(column)) {
        case store::ValueType::null:
            return out.null();
        case store::ValueType::integer:
            return out.integer(row.int64(column));
        case store::ValueType::real:
            return out.real(row.real(column));
        case store::ValueType::text:
            return out.text(row.text(column));
        case store::ValueType::blob:
            return out.blob(row.blob(column));
    }
}

}  // namespace tixdb::exports
