// SPDX-License-Identifier: MIT
// Rows whose columns somebody else has chosen.
#pragma once

#include <string>
#include <vector>

#include "exports/row_format.hpp"
#include "store/row_cursor.hpp"

namespace tixdb::exports {

// The columns' names, each once: a second "x" is "x_2". Objects could not hold both otherwise.
[[nodiscard]] std::vector<std::string> column_names(const store::RowCursor& row);

// One field of the row that the cursor stands on.
void write_field(const store::RowCursor& row, int column, RowFormatter& out);

}  // namespace tixdb::exports
