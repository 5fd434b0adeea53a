// SPDX-License-Identifier: MIT

#include "store/fleet_page_reader.hpp"

#include "store/sql/report_page.hpp"
#include "store/statement.hpp"

namespace tixdb::store {
namespace {

PageSum page_sum_at(const Statement& row, int column) {
    return {row.real(column), row.int64(column + 1)};
}

FleetHour fleet_hour_at(const Statement& row) {
    return {{row.int64(0), row.int64(1)}, row.int64(2),         row.int64(3),
            page_sum_at(row, 4),          page_sum_at(row, 6),  page_sum_at(row, 8),
            page_sum_at(row, 10),         page_sum_at(row, 12), row.int64(14),
            row.optional_text(15),        row.optional_text(16)};
}

}  // namespace

FleetBounds FleetPageReader::bounds() {
    Statement query(database_, sql::report_page::select_fleet_bounds);
    query.step();
    return {query.optional_int64(0), query.optional_int64(1)};
}

void FleetPageReader::each_hour(const FleetScope& scope, const std::function<void(const FleetHour&)>& take) {
    Statement query(database_, sql::report_page::select_fleet_hours);
    query.bind_all(scope.from_s, scope.to_s, model::name_of(scope.method), scope.as_number);
    while (query.step()) take(fleet_hour_at(query));
}

void FleetPageReader::each_latency(const FleetScope& scope,
                                   const std::function<void(const FleetLatency&)>& take) {
    Statement query(database_, sql::report_page::select_fleet_latency);
    query.bind_all(scope.from_s, scope.to_s);
    while (query.step()) {
        take({{query.int64(0), query.int64(1)},
              query.int64(2),
              query.int64(3),
              query.int64(4),
              query.optional_int64(5),
              query.optional_int64(6)});
    }
}

std::int64_t FleetPageReader::newest_result_id() {
    Statement query(database_, sql::report_page::select_newest_result);
    query.step();
    return query.int64(0);
}

std::int64_t FleetPageReader::run_of_result(std::int64_t result_id) {
    Statement query(database_, sql::report_page::select_run);
    query.bind_all(result_id);
    return query.step() ? query.optional_int64(0).value_or(0) : 0;
}

std::vector<model::InstallationKey> FleetPageReader::with_results_after(std::int64_t result_id) {
    Statement query(database_, sql::report_page::select_new_results);
    query.bind_all(result_id);
    std::vector<model::InstallationKey> keys;
    while (query.step()) keys.push_back({query.int64(0), query.int64(1)});
    return keys;
}

}  // namespace tixdb::store
