// SPDX-License-Identifier: MIT

#include "store/evidence_reader.hpp"

#include <string_view>

#include "store/export_range.hpp"
#include "store/sql/exported.hpp"

namespace tixdb::store {
namespace {

std::string_view query_of(EvidenceTable table) {
    switch (table) {
        case EvidenceTable::days:
            return sql::exported::select_measured_days;
        case EvidenceTable::stretches:
            return sql::exported::select_congested_stretches;
        case EvidenceTable::methods:
            return sql::exported::select_methods;
    }
    return {};
}

}  // namespace

RowCursor rows_of(Database& database, EvidenceTable table, const ExportRange& range) {
    RowCursor rows(database, query_of(table));
    bind_range(rows, range);
    return rows;
}

}  // namespace tixdb::store
