// SPDX-License-Identifier: MIT
// SQLite's account of the memory that it takes, which all threads of the process write to.
#pragma once

namespace tixdb::store {

// Leaves it out, for the rest of the process: threads that read and write side by side wait for its lock at
// every other piece of memory, which makes `process` a quarter slower (docs/performance.md). FreeQuery's
// limit of memory needs it. Thread rule: before the first database is opened; later it changes nothing.
void keep_no_account_of_memory();

}  // namespace tixdb::store
