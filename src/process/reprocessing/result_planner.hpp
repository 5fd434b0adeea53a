// SPDX-License-Identifier: MIT
// Plans the results of one window: which of them are stored, and which are queued.
#pragma once

#include <vector>

#include "process/batch.hpp"
#include "process/publish_rule.hpp"
#include "process/reprocessing/parameters.hpp"
#include "process/reprocessing/plan_readers.hpp"
#include "process/reprocessing/range_plan.hpp"
#include "store/current_window_reader.hpp"

namespace tixdb::process {

// Adds to one plan. Thread rule: that of the readers' connection.
class ResultPlanner {
  public:
    // All of them must outlive it.
    ResultPlanner(PlanReaders& readers, const ReprocessParameters& parameters, RangePlan& plan)
        : readers_(readers), parameters_(parameters), plan_(plan) {}

    // A window that there is already: what differs, with the items that it replaces.
    [[nodiscard]] PlannedWindow again(const store::CurrentWindow& current, ComputedWindow computed);
    // A new one, in place of these. True beside it if one of them ended at the same time.
    struct New {
        PlannedWindow planned;
        bool has_counterpart = false;
    };
    [[nodiscard]] New fresh(const std::vector<const store::CurrentWindow*>& predecessors,
                            ComputedWindow computed);

  private:
    void plan_again(PlannedWindow& planned, const store::CurrentWindow& current, store::NewResult result,
                    const PublishedSoFar& so_far);
    void decide(const model::Window& window, store::NewResult& result, const PublishedSoFar& so_far);
    void replace_items(const PlannedWindow& planned, const store::CurrentWindow& current);

    PlanReaders& readers_;
    const ReprocessParameters& parameters_;
    RangePlan& plan_;
};

}  // namespace tixdb::process
