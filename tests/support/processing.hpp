// SPDX-License-Identifier: MIT
// The process stage in a test.
#pragma once

#include <cstdint>

#include "process/processor.hpp"
#include "process/stored_settings.hpp"
#include "support/temporary_database.hpp"

namespace tixdb::test {

// A row of `run` to refer to.
std::int64_t begin_run(store::Database& database);

// With the settings of the database, at 2017-07-14T02:40:00Z.
process::ProcessSummary process_all(store::Database& database, unsigned threads = 1);
process::ProcessSummary process_all(store::Database& database, const process::Parameters& parameters,
                                    unsigned threads = 1);

}  // namespace tixdb::test
