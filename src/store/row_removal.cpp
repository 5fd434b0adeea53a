// SPDX-License-Identifier: MIT

#include "store/row_removal.hpp"

#include <array>
#include <span>
#include <string_view>

#include "store/sql/retention.hpp"
#include "store/statement.hpp"

namespace tixdb::store {
namespace {

constexpr std::array kOfAWindow = {
    sql::retention::delete_window_items,   sql::retention::delete_window_details,
    sql::retention::delete_window_results, sql::retention::delete_window_latency,
    sql::retention::delete_window_network, sql::retention::delete_window_reports,
    sql::retention::delete_window};
constexpr std::array kOfAReport = {sql::retention::delete_signature, sql::retention::delete_report};

void remove_each(Database& database, std::span<const std::string_view> statements,
                 const std::vector<std::int64_t>& ids) {
    for (const std::string_view sql : statements) {
        Statement remove(database, sql);
        for (const std::int64_t id : ids) {
            remove.bind_all(id);
            remove.execute();
        }
    }
}

}  // namespace

void remove_windows(Database& database, const std::vector<std::int64_t>& window_ids) {
    remove_each(database, kOfAWindow, window_ids);
}

void remove_reports(Database& database, const std::vector<std::int64_t>& report_ids) {
    remove_each(database, kOfAReport, report_ids);
}

}  // namespace tixdb::store
