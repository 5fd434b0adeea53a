// SPDX-License-Identifier: MIT
// What a query gives, as text that a test compares.
#pragma once

#include <string>

#include "store/database.hpp"

namespace tixdb::test {

// A line per row: "name=value name=value", NULL as NULL.
[[nodiscard]] std::string rows_of(store::Database& database, const std::string& sql);

}  // namespace tixdb::test
