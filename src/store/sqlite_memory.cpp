// SPDX-License-Identifier: MIT

#include "store/sqlite_memory.hpp"

#include <sqlite3.h>

namespace tixdb::store {

void keep_no_account_of_memory() {
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

}  // namespace tixdb::store
