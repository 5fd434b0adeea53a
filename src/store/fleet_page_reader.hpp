// SPDX-License-Identifier: MIT
// What the page of the fleet, or of one network, shows: docs/man/tixdb-report.md. Times are unix seconds,
// ranges [from, to).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/installation.hpp"
#include "model/method.hpp"
#include "store/database.hpp"

namespace tixdb::store {

struct FleetScope {
    std::int64_t from_s = 0;
    std::int64_t to_s = 0;
    model::Method method = model::kDefaultMethod;
    std::optional<std::string> as_number;  // only windows that were measured in this network
};

struct FleetBounds {
    std::optional<std::int64_t> first_s;        // of all observations
    std::optional<std::int64_t> last_window_s;  // the end of the last window
};

// A sum over the windows that have a value, and how many these are.
struct PageSum {
    double sum = 0;
    std::int64_t count = 0;
};

// The windows of one installation that end in one hour.
struct FleetHour {
    model::InstallationKey installation;
    std::int64_t hour_s = 0;
    std::int64_t windows = 0;
    PageSum up_usage;  // of values clamped to 0…1
    PageSum down_usage;
    PageSum up_quality;
    PageSum down_quality;
    PageSum below_detection;  // 1 where `adaptive` saw no load either way
    std::int64_t last_s = 0;
    std::optional<std::string> as_number;
    std::optional<std::string> as_name;
};

struct FleetLatency {
    model::InstallationKey installation;
    std::int64_t hour_s = 0;
    std::int64_t received = 0;
    std::int64_t covered_s = 0;
    std::optional<std::int64_t> rtt_median_ns;
    std::optional<std::int64_t> rtt_p95_ns;
};

// Rows come by installation, then hour. Thread rule: that of its connection.
class FleetPageReader {
  public:
    explicit FleetPageReader(Database& database) : database_(database) {}

    [[nodiscard]] FleetBounds bounds();
    void each_hour(const FleetScope& scope, const std::function<void(const FleetHour&)>& take);
    // Of all networks.
    void each_latency(const FleetScope& scope, const std::function<void(const FleetLatency&)>& take);

    // The id of the newest result, 0 if there is none; and whose results were stored after one. Costs what is
    // new.
    [[nodiscard]] std::int64_t newest_result_id();
    // The run that has computed a result; 0 if there is no such result.
    [[nodiscard]] std::int64_t run_of_result(std::int64_t result_id);
    [[nodiscard]] std::vector<model::InstallationKey> with_results_after(std::int64_t result_id);

  private:
    Database& database_;
};

}  // namespace tixdb::store
