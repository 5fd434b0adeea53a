// SPDX-License-Identifier: MIT

#include "maintenance/forgetter.hpp"

#include <limits>

#include "store/expired_rows_store.hpp"
#include "store/free_pages.hpp"
#include "store/retention_store.hpp"

namespace tixdb::maintenance {
namespace {

constexpr std::int64_t kReportsPerForgetStep = 50;
constexpr std::int64_t kPagesPerForgetStep = 256;

void add_rows(ForgetSummary& summary, const store::RowsOfInstallation& rows) {
    ++summary.installations;
    summary.rows.reports += rows.reports;
    summary.rows.observations += rows.observations;
    summary.rows.results += rows.results;
    summary.rows.unsent_items += rows.unsent_items;
}

bool delete_observations(store::Database& database, const model::InstallationKey& key, const Clock& clock,
                         ShortTransactions& transactions) {
    store::RetentionStore retention(database);
    for (;;) {
        transactions.begin_step();
        const auto taken = retention.prune_observations(key, std::numeric_limits<std::int64_t>::min(),
                                                        std::numeric_limits<std::int64_t>::max(),
                                                        kReportsPerForgetStep, false, clock.now_ms());
        if (!transactions.end_step()) return false;
        if (taken.reports < kReportsPerForgetStep) return true;
    }
}

// Whatever is free may hold what was deleted earlier.
bool cut_off_free_pages(store::Database& database, const Pause& pause) {
    for (store::FilePages pages = store::file_pages(database); pages.free > 0;) {
        store::release_pages(database, kPagesPerForgetStep);
        const store::FilePages after = store::file_pages(database);
        if (after.all >= pages.all) break;
        pages = after;
        if (!pause()) return false;
    }
    return true;
}

}  // namespace

ForgetSummary forget(store::Database& database, const ForgetRequest& request, const Clock& clock,
                     const Pause& pause) {
    store::set_deleted_rows(database, store::DeletedRows::zeroed);
    const store::ForeignKeysOff unchecked(database);
    ForgetSummary summary;
    store::ForgetStore store(database);
    const auto keys = store.installations(request.user_id, request.installation_id);
    ShortTransactions transactions(database, clock, pause);
    transactions.begin_step();
    store.remember({request.user_id, request.installation_id.value_or(0)}, clock.now_ms());
    for (const model::InstallationKey& key : keys) {
        add_rows(summary, store.count(key));
        store.delete_open(key);
    }
    transactions.commit();
    for (const model::InstallationKey& key : keys) {
        summary.is_complete = summary.is_complete && delete_observations(database, key, clock, transactions);
        if (!summary.is_complete) return summary;
        transactions.begin_step();
        store.delete_rest(key);
        transactions.commit();
    }
    transactions.begin_step();
    if (request.installation_id) {
        store.delete_rest({request.user_id, *request.installation_id});
    } else {
        store.delete_of_user(request.user_id);
    }
    transactions.commit();
    summary.is_complete = cut_off_free_pages(database, pause) && store::empty_write_ahead_log(database);
    return summary;
}

ForgetSummary plan_forget(store::Database& database, const ForgetRequest& request) {
    const store::Snapshot snapshot(database);
    ForgetSummary summary;
    store::ForgetStore store(database);
    for (const model::InstallationKey& key : store.installations(request.user_id, request.installation_id)) {
        add_rows(summary, store.count(key));
    }
    return summary;
}

}  // namespace tixdb::maintenance
