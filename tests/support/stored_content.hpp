// SPDX-License-Identifier: MIT
// What a database holds, as text that can be compared: all but row ids, runs, times of work and names of
// files.
#pragma once

#include <string>

#include "store/database.hpp"

namespace tixdb::test {

// One line per report: its columns, its key, its observations, whether it waits or was late, the pinned key.
[[nodiscard]] std::string stored_reports(store::Database& database);

// A line a current window with the digests of its reports, and one a current result with what is queued of
// it.
[[nodiscard]] std::string stored_results(store::Database& database);

// Latency of hours and minutes, by itself.
[[nodiscard]] std::string stored_hours(store::Database& database);

}  // namespace tixdb::test
