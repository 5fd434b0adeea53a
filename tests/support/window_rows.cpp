// SPDX-License-Identifier: MIT

#include "support/window_rows.hpp"

#include "store/statement.hpp"

namespace tixdb::test {
namespace {

template <typename... Values>
std::int64_t insert(store::Database& database, std::string_view sql, const Values&... values) {
    store::Statement statement(database, sql);
    statement.bind_all(values...);
    statement.execute();
    return database.handle().getLastInsertRowid();
}

}  // namespace

std::int64_t add_window(store::Database& database, const WindowRow& row) {
    database.execute(
        "INSERT OR IGNORE INTO client_key (client_key_id, digest, public_key) VALUES (1, zeroblob(32), "
        "x'00')");
    insert(database,
           "INSERT OR IGNORE INTO installation (user_id, installation_id, first_seen_ms) VALUES (?1, ?2, 0)",
           row.user_id, row.installation_id);
    const std::int64_t report_id = insert(
        database,
        "INSERT INTO report (user_id, installation_id, first_observation_s, last_observation_s, earliest_s, "
        "latest_s, "
        "observation_count, ip,"
        " from_text, to_text, packet_initial_ns, packet_reception_ns, packet_sent_ns, packet_final_ns, type,"
        " packet_size, first_initial_ns, first_reception_ns, first_sent_ns, first_final_ns, "
        "first_observation_id,"
        " exception_count, digest, client_key_id, verified)"
        " VALUES (?1, ?2, ?3 - 59, ?3, ?3 - 59, ?3, 60, ?4, '', '', 0, 0, 0, 0, 'S', 100, 0, 0, 0, 0,"
        " (SELECT coalesce(max(first_observation_id + observation_count), 1) FROM report), 0, "
        "randomblob(32), 1, 1)",
        row.user_id, row.installation_id, row.last_s, row.ip);
    return insert(
        database,
        "INSERT INTO window (user_id, installation_id, ip, session_report_id, first_report_id,"
        " last_report_id, first_report_s, last_report_s, first_probe_s, last_probe_s, reports, observations,"
        " distinct_observations, formed_ms)"
        " VALUES (?1, ?2, ?3, ?4, ?4, ?4, ?5 - 59, ?5 - 59, ?5 - 59, ?5, 1, 60, 60, 0)",
        row.user_id, row.installation_id, row.ip, report_id, row.last_s);
}

void add_result(store::Database& database, std::int64_t window_id, const std::string& method,
                std::optional<double> usage, std::optional<double> quality) {
    insert(database,
           "INSERT INTO result (window_id, method, method_version, parameters, recent_observations, minutes, "
           "up_usage,"
           " down_usage, up_quality, down_quality, computed_ms, publish_decision)"
           " VALUES (?1, ?2, 1, '{}', 60, 1, ?3, ?3, ?4, ?4, 0, 'other_method')",
           window_id, method, usage, quality);
}

}  // namespace tixdb::test
