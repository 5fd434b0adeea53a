// SPDX-License-Identifier: MIT

#include "store/evaluation_reader.hpp"

#include "store/columns.hpp"
#include "store/sql/evaluation.hpp"
#include "store/statement.hpp"

namespace tixdb::store {

namespace {

// Columns from first on: state, low, ceiling.
SeenLoad seen_load_at(const Statement& row, int first) {
    SeenLoad seen;
    if (!row.is_null(first)) seen.state = model::kDetectionStates.require(row.text_view(first));
    seen.low = row.optional_real(first + 1);
    seen.ceiling = row.optional_real(first + 2);
    return seen;
}

}  // namespace

std::vector<WindowUsage> read_window_usages(Database& database) {
    Statement query(database, sql::evaluation::select_windows);
    std::vector<WindowUsage> usages;
    while (query.step()) {
        usages.push_back({{query.int64(0), query.int64(1)},
                          query.text(2),
                          query.int64(3),
                          query.int64(4),
                          method_at(query, 5),
                          query.optional_real(6),
                          query.optional_real(7),
                          seen_load_at(query, 8),
                          seen_load_at(query, 11)});
    }
    return usages;
}

}  // namespace tixdb::store
