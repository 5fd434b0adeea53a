// SPDX-License-Identifier: MIT

#include "maintenance/pruner.hpp"

#include "maintenance/observation_pruner.hpp"
#include "maintenance/row_pruner.hpp"
#include "store/free_pages.hpp"

namespace tixdb::maintenance {
namespace {

// 1 MiB.
constexpr std::int64_t kPagesPerStep = 256;

// What is written in the next days takes free pages first: a file is not cut short to grow again.
std::int64_t pages_to_release(const store::FilePages& pages) {
    return pages.free - (pages.all - pages.free) / 10;
}

// Bytes.
std::int64_t release_free_pages(store::Database& database, const Pause& pause, bool& is_complete) {
    const store::FilePages before = store::file_pages(database);
    store::FilePages now = before;
    while (pages_to_release(now) >= kPagesPerStep) {
        store::release_pages(database, kPagesPerStep);
        const store::FilePages after = store::file_pages(database);
        if (after.all >= now.all) break;  // it was made without auto_vacuum
        now = after;
        if (pause()) continue;
        is_complete = false;
        break;
    }
    return (before.all - now.all) * now.page_bytes;
}

}  // namespace

PruneSummary prune(store::Database& database, const RetentionRules& rules, const Clock& clock,
                   const Pause& pause) {
    PruneSummary summary;
    store::set_deleted_rows(database, store::DeletedRows::zeroed_in_use);
    if (rules.observations_s) {
        ObservationPruner(database, clock, *rules.observations_s)
            .prune(rules.keep_signatures, pause, summary);
    }
    if (summary.is_complete) RowPruner(database, rules, clock).prune(pause, summary);
    if (summary.is_complete) {
        summary.released_bytes = release_free_pages(database, pause, summary.is_complete);
    }
    return summary;
}

PruneSummary plan_prune(store::Database& database, const RetentionRules& rules, const Clock& clock) {
    PruneSummary summary;
    const store::Snapshot snapshot(database);
    if (rules.observations_s) ObservationPruner(database, clock, *rules.observations_s).plan(summary);
    RowPruner(database, rules, clock).plan(summary);
    return summary;
}

}  // namespace tixdb::maintenance
