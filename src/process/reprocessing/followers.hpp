// SPDX-License-Identifier: MIT
// Plans the results outside of a range that read other values once the range has changed,
// docs/methods.md#history.
#pragma once

#include <cstdint>
#include <optional>
#include <set>

#include "process/history.hpp"
#include "process/latency_hours.hpp"
#include "process/reprocessing/assumed_changes.hpp"
#include "process/reprocessing/parameters.hpp"
#include "process/reprocessing/plan_readers.hpp"
#include "process/reprocessing/range_plan.hpp"

namespace tixdb::process {

// The ends of the windows whose results offer other values to later ones.
class ChangedEnds {
  public:
    void add(std::int64_t last_probe_s);
    [[nodiscard]] bool empty() const { return !first_end_s_; }
    [[nodiscard]] std::int64_t first_end_s() const { return *first_end_s_; }
    [[nodiscard]] std::int64_t last_end_s() const { return last_end_s_; }

  private:
    std::optional<std::int64_t> first_end_s_;
    std::int64_t last_end_s_ = 0;
};

// What it is about, and what is known so far.
struct FollowersOf {
    PlanReaders& readers;
    const ReprocessParameters& parameters;
    const AssumedChanges& assumed;
    History& history;                 // with all that the range offers now
    LatencyHours& hours;              // takes the delays of those that are computed again
    ChangedEnds changed;              // of the range
    std::set<std::int64_t> sketches;  // window_ids of the range whose sketches are others now
    std::set<std::int64_t> computed;  // window_ids of the range that are computed again or superseded
    std::set<std::int64_t> kept;      // window_ids of the range that keep their results, and are counted
};

// Adds them to the plan: every result of `queueing` and `adaptive` of this program's versions that would read
// something else, in the order of the windows' ends, going on as long as what they offer in turn changes.
// They keep the parameters that they were computed with.
void plan_followers(FollowersOf of, RangePlan& plan);

}  // namespace tixdb::process
