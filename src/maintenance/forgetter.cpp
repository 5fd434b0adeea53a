// SPDX-License-Identifier: MIT

#include "maintenance/forgetter.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "maintenance/page_release.hpp"
#include "store/expired_rows_store.hpp"
#include "store/free_pages.hpp"
#include "store/retention_store.hpp"
#include "store/row_removal.hpp"

namespace tixdb::maintenance {
namespace {

constexpr std::int64_t kReportsPerForgetStep = 50;
constexpr std::int64_t kWindowsPerForgetStep = 50;
constexpr std::int64_t kRowsPerForgetStep = 500;

void add_rows(ForgetSummary& summary, const store::RowsOfInstallation& rows) {
    ++summary.installations;
    summary.rows.reports += rows.reports;
    summary.rows.observations += rows.observations;
    summary.rows.results += rows.results;
    summary.rows.unsent_items += rows.unsent_items;
}

// All rows of one installation, in steps. Each method returns false if it was told to end before all was
// done.
class InstallationForgetter {
  public:
    InstallationForgetter(store::Database& database, const model::InstallationKey& key, const Clock& clock,
                          ShortTransactions& transactions)
        : database_(database),
          key_(key),
          clock_(clock),
          transactions_(transactions),
          retention_(database),
          rows_(database) {}

    [[nodiscard]] bool forget() {
        std::int64_t taken = 0;
        const auto others = [&](std::int64_t limit) { return rows_.delete_some(key_, limit); };
        if (!delete_observations() || !delete_windows() ||
            !transactions_.all_steps(kRowsPerForgetStep, taken, others)) {
            return false;
        }
        transactions_.begin_step();
        rows_.delete_rest(key_);
        return transactions_.end_step();
    }

  private:
    [[nodiscard]] bool delete_observations() {
        std::int64_t taken = 0;
        const auto reports = [&](std::int64_t limit) {
            return retention_
                .prune_observations(key_, std::numeric_limits<std::int64_t>::min(),
                                    std::numeric_limits<std::int64_t>::max(), limit, false, clock_.now_ms())
                .reports;
        };
        return transactions_.all_steps(kReportsPerForgetStep, taken, reports);
    }
    [[nodiscard]] bool delete_windows() {
        std::int64_t taken = 0;
        std::vector<std::int64_t> windows = rows_.windows(key_);
        const auto some = [&](std::int64_t limit) {
            const std::int64_t count = std::min(limit, std::ssize(windows));
            store::remove_windows(database_, {windows.end() - count, windows.end()});
            windows.resize(windows.size() - static_cast<std::size_t>(count));
            return count;
        };
        return transactions_.all_steps(kWindowsPerForgetStep, taken, some);
    }

    store::Database& database_;
    model::InstallationKey key_;
    const Clock& clock_;
    ShortTransactions& transactions_;
    store::RetentionStore retention_;
    store::ForgetStore rows_;
};

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
        summary.is_complete = InstallationForgetter(database, key, clock, transactions).forget();
        if (!summary.is_complete) return summary;
    }
    transactions.begin_step();
    if (request.installation_id) {
        store.delete_rest({request.user_id, *request.installation_id});
    } else {
        store.delete_of_user(request.user_id);
    }
    store.delete_unused_keys();
    transactions.commit();
    // Whatever is free may hold what was deleted earlier.
    summary.is_complete = release_free_pages(database, FreePages::none_stay, pause).is_complete &&
                          store::empty_write_ahead_log(database);
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
