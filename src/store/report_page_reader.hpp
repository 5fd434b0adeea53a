// SPDX-License-Identifier: MIT
// What a report page shows, as it is stored: docs/man/tixdb-report.md. Times are unix seconds, ranges [from,
// to).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/adaptive.hpp"
#include "model/installation.hpp"
#include "model/latency.hpp"
#include "model/method.hpp"
#include "model/result.hpp"
#include "store/database.hpp"

namespace tixdb::store {

// Which results a page is about.
struct PageScope {
    model::InstallationKey installation;
    std::int64_t from_s = 0;
    std::int64_t to_s = 0;
    model::Method method = model::kDefaultMethod;
};

// How far the data of an installation reach; nothing where it has none.
struct PageBounds {
    std::optional<std::int64_t> first_s;        // its first observation
    std::optional<std::int64_t> last_s;         // its last one
    std::optional<std::int64_t> last_window_s;  // the end of its last window
};

struct PageWindow {
    std::int64_t last_s = 0;
    bool begins_session = false;  // the window before it in the list is of another session
    // Fractions, as stored: not clamped. Nothing where the method has no value.
    std::optional<double> up_usage;
    std::optional<double> down_usage;
    std::optional<double> up_quality;
    std::optional<double> down_quality;
    std::string reason;                             // of missing values; empty: there are none
    std::optional<double> skew_ms_per_s;            // of the clocks, by `queueing`
    std::optional<model::DetectionState> up_state;  // by `adaptive`
    std::optional<model::DetectionState> down_state;
};

// Where it measured from: from the window that ends at from_s to the one that ends at to_s.
struct PageNetwork {
    std::int64_t from_s = 0;
    std::int64_t to_s = 0;
    std::string ip;
    std::optional<std::string> as_number;
    std::optional<std::string> as_name;
};

// What the figures were made with.
struct PageMadeWith {
    std::int64_t method_version = 0;
    std::string parameters;       // JSON
    std::string program_version;  // empty: not known

    friend bool operator==(const PageMadeWith&, const PageMadeWith&) = default;
};

struct PageWindows {
    std::vector<PageWindow> windows;           // by their ends
    std::vector<PageNetwork> networks;         // each change of address or network begins another one
    std::vector<PageMadeWith> made_with;       // distinct, in order of appearance
    std::vector<model::QueueingShift> shifts;  // distinct, in order of time
};

struct PageHour {
    std::int64_t hour_s = 0;
    std::int64_t received = 0;
    std::int64_t covered_s = 0;
    std::int64_t silent_s = 0;
    std::int64_t impossible = 0;
    std::optional<model::RoundTripPercentiles> rtt;
    std::optional<std::int64_t> up_delay_p95_ns;
    std::optional<std::int64_t> down_delay_p95_ns;

    // As v_latency_hourly: a fraction; nothing where nothing is covered.
    [[nodiscard]] std::optional<double> loss() const;
};

struct PageGap {
    std::int64_t from_s = 0;
    std::int64_t to_s = 0;
    std::string reason;
    std::string detail;
    std::string remedy;  // empty: there is none
};

// Each call is a query of its own: hold a Snapshot around those that have to agree. Thread rule: that of its
// connection.
class ReportPageReader {
  public:
    explicit ReportPageReader(Database& database) : database_(database) {}

    // Nothing if there is no such installation.
    [[nodiscard]] std::optional<PageBounds> bounds(const model::InstallationKey& key);
    // That end in the range.
    [[nodiscard]] PageWindows windows(const PageScope& scope);
    // That overlap the range.
    [[nodiscard]] std::vector<PageHour> hours(const PageScope& scope);
    // Of the UTC days that overlap the range, in order.
    void each_minute(const PageScope& scope, const std::function<void(const model::LatencyMinute&)>& take);
    // That overlap the range.
    [[nodiscard]] std::vector<PageGap> gaps(const PageScope& scope);

  private:
    Database& database_;
};

}  // namespace tixdb::store
