// SPDX-License-Identifier: MIT
// What merge and split tell of the rows that they have copied.
#pragma once

#include <cstdint>
#include <string>

namespace tixdb::cli {

// "12345 rows in 2.5 s (4938 rows/s)"; without the rate where it was too quick to tell.
[[nodiscard]] std::string rows_text(std::int64_t rows, double elapsed_s);

}  // namespace tixdb::cli
