// SPDX-License-Identifier: MIT
// Observations, which are many: decoded and written without a detour over SQL's expressions.
#pragma once

#include "exports/dataset_rows.hpp"

namespace tixdb::exports {

// As write_rows() for the dataset "observations"; the caller holds a snapshot.
WrittenRows write_observations(store::Database& database, const store::ExportRange& range,
                               Pseudonyms* pseudonyms, RowFormatter& out, const ProgressHook& hook);

}  // namespace tixdb::exports
