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

std::vector<WindowUsage> all_usages(Statement& query) {
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

}  // namespace

std::vector<WindowUsage> read_window_usages(Database& database) {
    Statement query(database, sql::evaluation::select_windows);
    return all_usages(query);
}

std::vector<WindowUsage> read_window_usages(Database& database, const model::InstallationKey& key,
                                            std::int64_t from_s, std::int64_t to_s) {
    Statement query(database, sql::evaluation::select_windows_of);
    query.bind(1, key.user_id);
    query.bind(2, key.installation_id);
    query.bind(3, from_s);
    query.bind(4, to_s);
    return all_usages(query);
}

}  // namespace tixdb::store
