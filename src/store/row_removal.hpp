// SPDX-License-Identifier: MIT
// Deletes rows with all that is said of them.
#pragma once

#include <cstdint>
#include <vector>

#include "store/database.hpp"

namespace tixdb::store {

// Both: what refers to a row goes before the row. In the caller's transaction, on a connection that does not
// check foreign keys (ForeignKeysOff).

// With their results, latency, networks and items of the outbox.
void remove_windows(Database& database, const std::vector<std::int64_t>& window_ids);

// With their signatures. Whatever else refers to them is gone, or goes in the same transaction.
void remove_reports(Database& database, const std::vector<std::int64_t>& report_ids);

}  // namespace tixdb::store
