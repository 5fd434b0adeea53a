// SPDX-License-Identifier: MIT
// What `reprocess` tells people.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "cli/frame/context.hpp"
#include "cli/frame/output.hpp"
#include "cli/frame/run_counts.hpp"
#include "process/reprocessing/range_plan.hpp"

namespace tixdb::cli {

struct ReprocessCounts {
    std::int64_t sessions = 0;
    std::int64_t reports = 0;
    std::int64_t late_reports = 0;  // that windows have taken in
    std::int64_t windows = 0;       // with new results, new windows among them
    std::int64_t new_windows = 0;
    std::int64_t superseded_windows = 0;
    std::int64_t unchanged = 0;
    std::int64_t results = 0;
    std::int64_t queued = 0;
    std::int64_t requeued = 0;  // items of the outbox that were replaced or taken back
    std::int64_t pruned = 0;    // windows that keep their results because observations are gone
    std::int64_t on_way = 0;    // windows that keep them because their items are being sent

    void add(const process::RangePlan& plan);
};

[[nodiscard]] std::string text_of(const ReprocessCounts& counts);
[[nodiscard]] RunCounts run_counts_of(const ReprocessCounts& counts);

// Names the windows that keep their results although they were asked for, as warnings.
void name_kept(Context& context, const process::RangePlan& plan);

// The rows of --diff.
[[nodiscard]] std::unique_ptr<RowWriter> make_diff_writer(const OutputOptions& output, std::ostream& out);
void write_diff(RowWriter& writer, const OutputOptions& output, const process::RangePlan& plan);

}  // namespace tixdb::cli
