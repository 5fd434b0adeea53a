// SPDX-License-Identifier: MIT
// Reads what is exported and writes it, row by row: memory does not grow with the rows.
#pragma once

#include <cstdint>

#include "base/progress_hook.hpp"
#include "exports/dataset.hpp"
#include "exports/pseudonyms.hpp"
#include "exports/row_format.hpp"
#include "store/database.hpp"
#include "store/export_reader.hpp"

namespace tixdb::exports {

struct WrittenRows {
    std::int64_t rows = 0;
    std::int64_t pruned_reports = 0;  // whose observations of the range are gone
};

// The heading that a dataset's formatter takes.
[[nodiscard]] RowFormatter::Heading heading_of(const Dataset& dataset, bool is_shown);

// Writes the rows of the range in their order, ids and addresses as they are if pseudonyms is null. Reads in
// one snapshot. Does not finish the formatter. Throws Interrupted when the run is asked to stop. hook gets
// the number of rows. Reads only.
WrittenRows write_rows(store::Database& database, const Dataset& dataset, const store::ExportRange& range,
                       Pseudonyms* pseudonyms, RowFormatter& out, const ProgressHook& hook = {});

// Likewise; the caller holds the snapshot.
WrittenRows write_rows_within(store::Database& database, const Dataset& dataset,
                              const store::ExportRange& range, Pseudonyms* pseudonyms, RowFormatter& out,
                              const ProgressHook& hook = {});

}  // namespace tixdb::exports
