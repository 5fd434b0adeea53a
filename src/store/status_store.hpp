// SPDX-License-Identifier: MIT
// Counts what `tixdb status` shows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/installation.hpp"
#include "store/database.hpp"

namespace tixdb::store {

// The range that has to be reprocessed, for late reports or for results whose history has changed.
struct LateRange {
    std::int64_t from_s =
        0;  // [from_s, to_s) holds the first observation of each report, the end of each window
    std::int64_t to_s = 0;
    std::optional<model::InstallationKey> installation;  // if they are all of one
};

using NamedCounts = std::vector<std::pair<std::string, std::int64_t>>;

// Windows of the last day by what `adaptive` saw in them; the rest of `windows` has not learned, or no
// values.
struct DirectionStates {
    std::int64_t none = 0;
    std::int64_t weak = 0;
    std::int64_t clear = 0;
};
struct Detection {
    std::int64_t windows = 0;
    DirectionStates up;
    DirectionStates down;
    std::int64_t links = 0;
    std::int64_t links_of_state_none = 0;  // most of their windows show no load, either way
};

struct Status {
    std::int64_t installations = 0;
    std::int64_t reports = 0;
    std::int64_t pruned_reports = 0;                 // of these: without their observations
    std::optional<std::int64_t> pruned_before_s;     // the latest of all installations
    std::int64_t observations = 0;                   // of reports whose observations are still stored
    std::optional<std::int64_t> latest_s;            // the newest observation stored
    std::optional<std::int64_t> newest_ingested_ms;  // the end of the last ingest that ended as it should
    std::int64_t unprocessed_reports = 0;
    std::int64_t late_reports = 0;
    std::optional<LateRange> late_range;  // of those, if there are any
    std::int64_t history_changed =
        0;  // current results that would read something else of earlier windows now
    std::optional<LateRange> history_changed_range;
    std::int64_t unfinished_files = 0;
    std::int64_t windows = 0;                      // current ones
    NamedCounts results;                           // current ones, by method
    Detection detection;                           // of the day up to the newest observation
    NamedCounts outbox;                            // by state
    std::optional<std::int64_t> oldest_waiting_s;  // the oldest result that is neither sent nor given up
    NamedCounts rejected;                          // by reason
    std::int64_t free_bytes = 0;                   // of size_bytes: written to again before the file grows
    std::int64_t size_bytes = 0;                   // of the database file
};

class StatusStore {
  public:
    explicit StatusStore(Database& database) : database_(database) {}

    // One consistent view.
    [[nodiscard]] Status status();

  private:
    [[nodiscard]] std::optional<LateRange> late_range();
    void add_history_changed(Status& status);
    [[nodiscard]] Detection detection(std::int64_t newest_s);
    [[nodiscard]] NamedCounts counts(std::string_view sql);

    Database& database_;
};

}  // namespace tixdb::store
