// SPDX-License-Identifier: MIT
// What a dry run remembers: plans that were made, as if they had been written.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "process/history.hpp"
#include "process/reprocessing/range_plan.hpp"
#include "store/current_window_reader.hpp"

namespace tixdb::process {

// Of one installation at a time: a plan of another one begins anew. Empty where plans are written.
class AssumedChanges {
  public:
    void add(const RangePlan& plan);

    // Changes what was read of the database to what it would be.
    void apply(const model::InstallationKey& key, std::vector<store::CurrentWindow>& windows) const;
    // Windows whose stored results are no history any more.
    [[nodiscard]] std::set<std::int64_t> left_out(const model::InstallationKey& key) const;
    // Puts in what is history in their place, but for windows that are computed again now, or go.
    void put_into(const model::InstallationKey& key, const std::set<std::int64_t>& without,
                  History& history) const;

  private:
    // What later windows read of one that was computed again.
    struct Read {
        store::WindowPlace place;
        std::string ip;
        std::map<model::Method, model::WindowMetrics> metrics;
    };

    void add_window(const PlannedWindow& planned, const std::vector<std::int64_t>& window_ids,
                    std::int64_t window_id);

    model::InstallationKey installation_;
    std::set<std::int64_t> superseded_;
    std::map<std::int64_t, std::map<model::Method, store::NewResult>> results_;  // by window_id
    std::map<std::int64_t, Read> reads_;                                         // by window_id
    std::set<std::int64_t> unmarked_;                                            // result_id
    std::int64_t next_id_ = 1'000'000'000'000'000;  // for windows that have no row: beyond those that have
};

}  // namespace tixdb::process
