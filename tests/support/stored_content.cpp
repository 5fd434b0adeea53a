// SPDX-License-Identifier: MIT

#include "support/stored_content.hpp"

#include <set>

#include "store/statement.hpp"

namespace tixdb::test {
namespace {

// What differs from run to run.
bool is_of_the_run(const std::string& column) {
    static const std::set<std::string> kNames = {"computed_ms",   "formed_ms",  "observations_pruned_ms",
                                                 "superseded_ms", "queued_ms",  "pinned_ms",
                                                 "first_seen_ms", "changed_ms", "found_ms"};
    const bool is_key = column == "user_id" || column == "installation_id";
    return kNames.contains(column) || column.ends_with("_kernel_windows") ||
           (column.ends_with("_id") && !is_key);
}

// "quote(r.ip) || ' ' || quote(r.first_observation_s) …": numbers come out exactly.
std::string columns_of(store::Database& database, const std::string& table, const std::string& alias) {
    std::string columns = "''";
    store::Statement query(database, "SELECT name FROM pragma_table_info('" + table + "') ORDER BY name");
    while (query.step()) {
        const std::string name = query.text(0);
        if (!is_of_the_run(name)) columns += " || ' " + name + "=' || quote(" + alias + "." + name + ")";
    }
    return columns;
}

std::string lines_of(store::Database& database, const std::string& sql) {
    std::string lines;
    store::Statement query(database, sql);
    while (query.step()) lines += query.text(0) + '\n';
    return lines;
}

// Which windows a result took figures from, by their ends.
std::string earlier_windows() {
    std::string columns;
    for (const char* name : {"earlier_skew_window_id", "earlier_floor_sum_window_id",
                             "earlier_since_window_id", "route_start_window_id"}) {
        columns +=
            " || ' of ' || coalesce((SELECT e.last_probe_s || iif(e.superseded_ms, ' superseded', '')"
            " FROM window AS e WHERE e.window_id = x." +
            std::string(name) + "), '-')";
    }
    return columns;
}

// Which windows the jitter was learned from, by their ends, in order.
std::string kernel_windows() {
    std::string columns;
    for (const char* name : {"up_kernel_windows", "down_kernel_windows"}) {
        columns +=
            " || ' learned from ' || coalesce((SELECT group_concat(last_s) FROM (SELECT"
            " e.last_probe_s || iif(e.superseded_ms, ' superseded', '') AS last_s FROM json_each(d." +
            std::string(name) + ") AS k JOIN window AS e ON e.window_id = k.value ORDER BY k.key)), '-')";
    }
    return columns;
}

}  // namespace

std::string stored_reports(store::Database& database) {
    return lines_of(
        database,
        "SELECT 'report' || " + columns_of(database, "report", "r") +
            " || ' key=' || hex(k.digest)"
            " || ' signature=' || coalesce((SELECT hex(s.signature) FROM report_signature AS s"
            "      WHERE s.report_id = r.report_id), '')"
            " || ' waits=' || (SELECT count(*) FROM unprocessed_report AS u WHERE u.report_id = r.report_id)"
            " || ' late=' || (SELECT count(*) FROM late_report AS l WHERE l.report_id = r.report_id)"
            " || ' pinned=' || coalesce((SELECT hex(p.digest) FROM installation AS i"
            "      JOIN client_key AS p USING (client_key_id)"
            "      WHERE i.user_id = r.user_id AND i.installation_id = r.installation_id), '')"
            " || ' observations=' || coalesce((SELECT group_concat(line, ';') FROM (SELECT " +
            columns_of(database, "observation", "o") +
            " || coalesce((SELECT ' as ' || x.type || x.packet_size FROM observation_exception AS x"
            "      WHERE x.observation_id = o.observation_id), '')"
            " AS line FROM observation AS o WHERE o.observation_id BETWEEN r.first_observation_id"
            "      AND r.first_observation_id + r.observation_count - 1 ORDER BY o.observation_id)), '') AS "
            "line"
            " FROM report AS r JOIN client_key AS k USING (client_key_id) ORDER BY line");
}

std::string stored_hours(store::Database& database) {
    return lines_of(database, "SELECT 'hour' || " + columns_of(database, "latency_hour", "h") +
                                  " AS line FROM latency_hour AS h ORDER BY line") +
           lines_of(database, "SELECT 'minute' || " + columns_of(database, "latency_minute", "m") +
                                  " AS line FROM latency_minute AS m ORDER BY line");
}

std::string stored_results(store::Database& database) {
    const std::string windows = lines_of(
        database,
        "SELECT 'window' || " + columns_of(database, "window", "w") +
            " || ' took=' || (SELECT group_concat(digest) FROM (SELECT hex(r.digest) AS digest FROM"
            "      window_report AS m JOIN report AS r USING (report_id)"
            "      WHERE m.window_id = w.window_id ORDER BY r.first_observation_s, r.digest)) AS line"
            " FROM window AS w WHERE w.superseded_ms IS NULL ORDER BY line");
    const std::string results = lines_of(
        database,
        "SELECT 'result of ' || w.user_id || '/' || w.installation_id || ' at ' || w.last_probe_s || " +
            columns_of(database, "result", "x") + " || ' baseline of ' || coalesce(b.last_probe_s, '')" +
            earlier_windows() + " || coalesce(" + columns_of(database, "adaptive_detail", "d") +
            kernel_windows() + ", '')" +
            " || coalesce(' queued ' || q.source || ' ' || q.ip || ' ' || q.body, '') AS line"
            " FROM result AS x JOIN window AS w USING (window_id)"
            " LEFT JOIN window AS b ON b.window_id = x.baseline_window_id"
            " LEFT JOIN adaptive_detail AS d ON d.result_id = x.result_id"
            " LEFT JOIN outbox AS q ON q.result_id = x.result_id"
            " WHERE x.superseded_ms IS NULL ORDER BY line");
    const std::string latencies = lines_of(
        database,
        "SELECT 'latency of ' || w.user_id || '/' || w.installation_id || ' at ' || w.first_report_s ||"
        " ' ' || w.last_probe_s || ' ' || " +
            columns_of(database, "latency", "l") +
            " AS line FROM latency AS l JOIN window AS w USING (window_id)"
            " WHERE w.superseded_ms IS NULL ORDER BY line");
    return windows + results + latencies + stored_hours(database);
}

}  // namespace tixdb::test
