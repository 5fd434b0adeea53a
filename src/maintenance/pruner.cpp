// SPDX-License-Identifier: MIT

#include "maintenance/pruner.hpp"

#include "maintenance/observation_pruner.hpp"
#include "maintenance/page_release.hpp"
#include "maintenance/row_pruner.hpp"
#include "store/free_pages.hpp"

namespace tixdb::maintenance {

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
        const ReleasedPages released = release_free_pages(database, FreePages::a_tenth_stays, pause);
        summary.released_bytes = released.bytes;
        summary.is_complete = released.is_complete;
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
