// SPDX-License-Identifier: MIT
// The settings of a database that shape results, docs/man/tixdb-config.md.
#pragma once

#include <cstdint>

#include "process/parameters.hpp"
#include "store/database.hpp"

namespace tixdb::process {

// The method whose results are queued. Where the setting is missing it is written down first: `queueing` in a
// database without results; one that has some goes on with `classic`, which is what they were published with.
// In a transaction of its own. Throws Error{configuration} if the setting is no method.
[[nodiscard]] model::Method ensure_publish_method(store::Database& database, std::int64_t now_ms);

// published, publish_from_s and queueing from the settings or their defaults, all methods computed.
// Throws Error{configuration} if one makes no sense.
[[nodiscard]] Parameters stored_parameters(store::Database& database, std::int64_t now_ms);

// The same without writing anything down.
[[nodiscard]] Parameters read_parameters(store::Database& database, std::int64_t now_ms);

}  // namespace tixdb::process
