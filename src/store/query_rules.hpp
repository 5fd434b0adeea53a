// SPDX-License-Identifier: MIT
// What a query that somebody else wrote may do.
#pragma once

#include <string>

namespace tixdb::store {

// The arguments of SQLite's authorizer (sqlite3_set_authorizer): an action and up to two names, which may be
// null. Empty: it may. Otherwise what is refused, in words.
[[nodiscard]] std::string refusal_of(int action, const char* first, const char* second);

}  // namespace tixdb::store
