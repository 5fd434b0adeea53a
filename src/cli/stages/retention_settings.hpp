// SPDX-License-Identifier: MIT
// How long what is kept, as the settings of a database say.
#pragma once

#include "maintenance/pruner.hpp"
#include "store/database.hpp"

namespace tixdb::cli {

// Throws Error{configuration} if one makes no sense.
[[nodiscard]] maintenance::RetentionRules stored_retention(store::Database& database);

}  // namespace tixdb::cli
