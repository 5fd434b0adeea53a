// SPDX-License-Identifier: MIT

#include "support/page_rows.hpp"

#include <cmath>

#include "store/statement.hpp"
#include "store/window_as_store.hpp"

namespace tixdb::test {
namespace {

std::int64_t ns_of(double ms) {
    return std::llround(1e6 * ms);
}

}  // namespace

void add_hour(store::Database& database, std::int64_t hour_s, std::int64_t received, std::int64_t covered_s,
              double least_ms, double median_ms, double p99_ms) {
    store::Statement insert(
        database,
        "INSERT INTO latency_hour (user_id, installation_id, hour_s, received, covered_s, silent_s, burst,"
        " duplicates, impossible, rtt_min_ns, rtt_median_ns, rtt_p75_ns, rtt_p90_ns, rtt_p95_ns, rtt_p99_ns,"
        " rtt_max_ns, kept, up_delay_p95_ns, down_delay_p95_ns)"
        " VALUES (1, 1, ?1, ?2, ?3, 0, 0, 0, 2, ?4, ?5, ?5 + (?6 - ?5) / 4, ?5 + (?6 - ?5) / 2,"
        " ?5 + (?6 - ?5) / 4 * 3, ?6, 2 * ?6, ?2, 1000000, 2000000)");
    insert.bind_all(hour_s, received, covered_s, ns_of(least_ms), ns_of(median_ms), ns_of(p99_ms));
    insert.execute();
}

void add_minute(store::Database& database, std::int64_t minute_s, int down_busy, double down_delay_ms,
                double rtt_ms) {
    store::Statement insert(
        database,
        "INSERT INTO latency_minute (user_id, installation_id, minute_s, probes, up_busy, down_busy,"
        " up_delay_median_ns, up_delay_p95_ns, down_delay_median_ns, down_delay_p95_ns, rtt_median_ns)"
        " VALUES (1, 1, ?1, 60, 0, ?2, 0, 0, ?3, 2 * ?3, ?4)");
    insert.bind_all(minute_s, down_busy, ns_of(down_delay_ms), ns_of(rtt_ms));
    insert.execute();
}

void put_network(store::Database& database, std::int64_t window_id, const std::string& as_number,
                 const std::string& as_name) {
    model::Network network;
    network.as_number = as_number;
    network.as_name = as_name;
    store::WindowAsStore(database).put(window_id, network, 0, std::nullopt);
}

}  // namespace tixdb::test
