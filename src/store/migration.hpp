// SPDX-License-Identifier: MIT
// One step of the schema, as compiled in from migrations/.
#pragma once

#include <string_view>

namespace tixdb::store {

struct Migration {
    int version;            // 1, 2, … without gaps
    std::string_view name;  // "0001_initial"
    std::string_view sql;
};

}  // namespace tixdb::store
