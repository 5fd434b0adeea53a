// SPDX-License-Identifier: MIT
// Computes history again, one range of whole sessions at a time.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "process/reprocessing/parameters.hpp"
#include "process/reprocessing/plan_writer.hpp"
#include "process/reprocessing/range_planner.hpp"

namespace tixdb::process {

// What is computed again: every session with a moment in [from_s, to_s), of one user or installation if
// given.
struct ReprocessRange {
    std::int64_t from_s = std::numeric_limits<std::int64_t>::min() / 2;
    std::int64_t to_s = std::numeric_limits<std::int64_t>::max() / 2;
    std::optional<std::int64_t> user_id{};
    std::optional<std::int64_t> installation_id{};
};

// Reports that begin in the range: what progress is measured by.
[[nodiscard]] std::int64_t count_reports(store::Database& database, const ReprocessRange& range);

// Goes through a range by installation and time. Between two calls others may change the database: each plan
// is made from what is there. Thread rule: that of the connection.
class Reprocessor {
  public:
    // parameters must outlive it.
    Reprocessor(store::Database& database, const ReprocessRange& range,
                const ReprocessParameters& parameters);

    // What reprocessing the next sessions changes; nothing at the end. The caller holds the data lock until
    // it is written, if it is to be.
    [[nodiscard]] std::optional<RangePlan> next();
    // The plan of the last call again, since PlanWriter::write() returned false.
    [[nodiscard]] RangePlan plan_again();
    // A dry run: plans are made as if those before had been written.
    void assume_written() { is_dry_run_ = true; }

  private:
    [[nodiscard]] std::optional<store::ReportPlace> next_place();
    [[nodiscard]] RangePlan plan_around(const store::ReportPlace& place);

    store::Database& database_;
    ReprocessRange range_;
    const ReprocessParameters& parameters_;
    PlanReaders readers_;
    AssumedChanges assumed_;
    bool is_dry_run_ = false;
    std::optional<model::InstallationKey> key_ = model::InstallationKey{};
    store::ReportPlace done_to_;
};

}  // namespace tixdb::process
