// SPDX-License-Identifier: MIT
// Tables of a bundle of evidence that people read.
#pragma once

#include "store/export_reader.hpp"

namespace tixdb::store {

// Their columns' names are headings.
enum class EvidenceTable { days, stretches, methods };
[[nodiscard]] RowCursor rows_of(Database& database, EvidenceTable table, const ExportRange& range);

}  // namespace tixdb::store
