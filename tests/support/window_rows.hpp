// SPDX-License-Identifier: MIT
// Windows and results as rows, for tests of what reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/database.hpp"

namespace tixdb::test {

struct WindowRow {
    std::int64_t user_id = 1;
    std::int64_t installation_id = 1;
    std::string ip = "8.8.8.8";
    std::int64_t last_s = 1'505'080'698;  // 2017-09-10T21:58:18Z
};

// Adds what the row refers to as well; returns window_id.
std::int64_t add_window(store::Database& database, const WindowRow& row);

// A current result of the method with these values in both directions.
void add_result(store::Database& database, std::int64_t window_id, const std::string& method,
                std::optional<double> usage, std::optional<double> quality);

}  // namespace tixdb::test
