// SPDX-License-Identifier: MIT
// Rows that report pages show, for tests of what reads and draws them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "store/database.hpp"

namespace tixdb::test {

// An hour of installation 1/1 with these round trips, in ms: least, median and 99 %; the percentiles between
// are between.
void add_hour(store::Database& database, std::int64_t hour_s, std::int64_t received, std::int64_t covered_s,
              double least_ms, double median_ms, double p99_ms);

// A UTC minute of installation 1/1 in which so many of 60 probes waited in the downlink.
void add_minute(store::Database& database, std::int64_t minute_s, int down_busy, double down_delay_ms,
                double rtt_ms);

// The network of a window.
void put_network(store::Database& database, std::int64_t window_id, const std::string& as_number,
                 const std::string& as_name);

}  // namespace tixdb::test
