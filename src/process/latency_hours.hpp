// SPDX-License-Identifier: MIT
// Latency and loss by the hour: what is to be written of an installation's hours once windows were formed or
// computed again, docs/methods.md#hours.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "model/installation.hpp"
#include "model/latency.hpp"
#include "process/delays_again.hpp"
#include "process/packed_delays.hpp"
#include "process/report_probes.hpp"
#include "store/current_window_reader.hpp"
#include "store/latency_hour_reader.hpp"
#include "store/latency_store.hpp"
#include "store/report_reader.hpp"

namespace tixdb::process {

// What hours are made from. Thread rule: that of the connection.
struct HourReaders {
    HourReaders(store::Database& database, store::ReportReader& reports, ReportProbes& report_probes)
        : hours(database),
          stored(database),
          windows(database),
          probes(report_probes),
          again(windows, reports, report_probes) {}

    store::LatencyHourReader hours;
    store::LatencyStore stored;
    store::CurrentWindowReader windows;
    ReportProbes& probes;
    DelaysAgain again;
};

// The delays of a window that has a row.
struct StoredDelays {
    std::int64_t window_id = 0;
    std::int64_t last_probe_s = 0;
    PackedDelays delays;
};

// An hour as it is to be. Of its minutes only those from minutes_from_s on: the ones before it are as stored.
struct ChangedHour {
    model::LatencyHour hour;
    std::int64_t minutes_from_s = 0;
};

// Which minutes are made of an hour that changes: to compare it with what is stored takes all of them.
enum class HourMinutes { all, changed };

// An hour holds the observations, each once, of the reports that process has looked at, late ones apart, up
// to the end of the installation's last current window. A second takes its delays from the window that ends
// first of those that reach it. Windows may come in any order; hours that lie well before the last one are
// made while its observations are still at hand.
class LatencyHours {
  public:
    // Whether a report is one that process has looked at: set_apart are those of the installation.
    using IsCounted = std::function<bool(const store::HourReport&, const store::ReportsSetApart& set_apart)>;

    // readers must outlive it.
    LatencyHours(HourReaders& readers, const model::InstallationKey& key, HourMinutes minutes,
                 IsCounted is_counted);

    // The end of the last window that is stored.
    [[nodiscard]] std::optional<std::int64_t> stored_end() const { return stored_end_; }
    // Observations of [from_s, until_s] are counted now that were not, or the other way round.
    void touch(std::int64_t from_s, std::int64_t until_s);
    // A stored window that stands no more, or whose delays are added anew.
    void leave_out(std::int64_t window_id) { left_out_.insert(window_id); }
    // A window that was computed, of probes in [first_s, place.last_probe_s].
    void add(const store::WindowPlace& place, std::int64_t first_s, PackedDelays delays);
    // Makes the hours that no window ending after last_s is expected to change.
    void settle(std::int64_t last_s);

    // Every hour that may differ from what is stored. An hour of which observations are gone stays as it is,
    // if it has a row.
    [[nodiscard]] std::vector<ChangedHour> finish();
    // Of windows that had to be computed for it.
    [[nodiscard]] std::vector<StoredDelays> computed_again() const;

  private:
    void touch_hour(std::int64_t hour_s, std::int64_t from_s);
    void touch_reports(std::optional<std::int64_t> end_s);
    void make(std::int64_t hour_s, std::int64_t from_s, std::int64_t until_s);
    [[nodiscard]] std::int64_t minutes_from(std::int64_t hour_s, std::int64_t from_s);
    // The distinct ones of the hour, and how many copies there were. Nothing if some are gone.
    struct Observations {
        std::vector<model::Observation> distinct;
        std::int64_t copies = 0;
        bool is_complete = true;
    };
    [[nodiscard]] Observations observations_of(std::int64_t hour_s, std::int64_t until_s);
    struct Delays {
        metrics::DelayColumns columns;
        bool is_complete = true;
    };
    [[nodiscard]] Delays delays_of(std::int64_t hour_s, std::int64_t until_s);
    [[nodiscard]] std::optional<metrics::QueueProbes> delays_of(const store::HourWindow& window);

    HourReaders& readers_;
    model::InstallationKey key_;
    HourMinutes minutes_;
    IsCounted is_counted_;
    std::optional<store::ReportsSetApart> set_apart_;  // once it is asked for
    std::optional<std::int64_t> stored_end_;
    std::set<std::int64_t> left_out_;
    std::multimap<store::WindowPlace, PackedDelays> added_;
    std::map<std::int64_t, StoredDelays> again_;               // by window_id
    std::map<std::int64_t, std::int64_t> to_make_;             // hours, and from when on they change
    std::map<std::int64_t, std::optional<ChangedHour>> made_;  // nothing: stays as it is
};

}  // namespace tixdb::process
