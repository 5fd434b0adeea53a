// SPDX-License-Identifier: MIT
// Takes out of a database what is older than people want to keep.
#pragma once

#include <cstdint>
#include <optional>

#include "base/clock.hpp"
#include "maintenance/short_transactions.hpp"
#include "store/database.hpp"

namespace tixdb::maintenance {

// How long what is kept, in seconds; nothing: for ever.
struct RetentionRules {
    std::optional<std::int64_t> observations_s;
    bool keep_signatures = false;            // of reports whose observations go
    std::optional<std::int64_t> results_s;   // windows with all that is said of them
    std::optional<std::int64_t> sent_s;      // items of the outbox that are done
    std::optional<std::int64_t> rejected_s;  // refusals, since they were last seen
    std::optional<std::int64_t> runs_s;

    [[nodiscard]] bool is_empty() const {
        return !observations_s && !results_s && !sent_s && !rejected_s && !runs_s;
    }
};

// What went, or would go.
struct PruneSummary {
    std::int64_t reports = 0;  // that lost their observations
    std::int64_t observations = 0;
    std::int64_t late_reports = 0;  // of the reports: no window has ever taken them
    std::int64_t windows = 0;
    std::int64_t report_rows = 0;  // not told beforehand
    std::int64_t items = 0;
    std::int64_t rejected = 0;
    std::int64_t runs = 0;
    std::int64_t released_bytes = 0;  // given back to the file system
    bool is_complete = true;          // false: it was told to end before all was done
};

// The caller holds the data lock. Works in transactions of about 0.1 s and calls pause between them; another
// process may change the data meanwhile. Killed at any moment, what was committed is whole, and the next call
// goes on there. Leaves what may still be needed (retention_cutoff.hpp). Then returns free pages to the file
// system in small steps, all but a tenth of what is in use, which is written to again anyway. Throws what the
// database throws.
[[nodiscard]] PruneSummary prune(store::Database& database, const RetentionRules& rules, const Clock& clock,
                                 const Pause& pause);

// What prune() would do. Writes nothing.
[[nodiscard]] PruneSummary plan_prune(store::Database& database, const RetentionRules& rules,
                                      const Clock& clock);

}  // namespace tixdb::maintenance
