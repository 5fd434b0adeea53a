// SPDX-License-Identifier: MIT

#include "maintenance/row_pruner.hpp"

#include <algorithm>

#include "maintenance/retention_cutoff.hpp"
#include "model/report.hpp"

namespace tixdb::maintenance {
namespace {

// Some milliseconds.
constexpr std::int64_t kRowsPerStep = 500;
constexpr std::int64_t kWindowsPerStep = 50;

// tix-api is asked for the reports of a day before and after; among them our own are told by what was sent.
constexpr std::int64_t kLookUpReachS = 2 * kDayS;

}  // namespace

RowPruner::RowPruner(store::Database& database, const RetentionRules& rules, const Clock& clock)
    : database_(database),
      rules_(rules),
      clock_(clock),
      retention_(database),
      reports_(database),
      rows_(database) {}

std::int64_t RowPruner::before_s(std::int64_t age_s) {
    return time_of_age_s(retention_, clock_.now_s(), age_s);
}

// An item that is not done may have to be told from those that are.
std::int64_t RowPruner::without_open_items(const model::InstallationKey& key, std::int64_t before_s) {
    const auto open_s = rows_.first_open_item_s(key, before_s + kLookUpReachS);
    return open_s ? std::min(before_s, *open_s - kLookUpReachS) : before_s;
}

std::int64_t RowPruner::items_before_s(const model::InstallationKey& key) {
    return without_open_items(key, before_s(*rules_.sent_s));
}

// Only where the observations are gone, so that no window of that time can be formed again; and not what
// windows of observations that are there read of the day before.
std::optional<std::int64_t> RowPruner::unneeded_before_s(const store::InstallationRetention& installation) {
    if (!installation.observations_from_s) return std::nullopt;
    const std::int64_t needed_s = *installation.observations_from_s - kDayS - model::kLongestReportS;
    return std::min(before_s(*rules_.results_s), needed_s);
}

std::int64_t RowPruner::windows_before_s(const store::InstallationRetention& installation) {
    const auto unneeded_s = unneeded_before_s(installation);
    // Items that are open only keep more.
    if (!unneeded_s || floor_of(*unneeded_s, kDayS) <= installation.results_from_s.value_or(kNever))
        return kNever;
    return floor_of(without_open_items(installation.key, *unneeded_s), kDayS);
}

void RowPruner::prune(const Pause& pause, PruneSummary& summary) {
    const store::ForeignKeysOff unchecked(database_);
    ShortTransactions transactions(database_, clock_, pause);
    const auto rejected = [&](std::int64_t limit) {
        return rows_.delete_rejected(before_s(*rules_.rejected_s) * 1000, limit);
    };
    const auto runs = [&](std::int64_t limit) {
        return rows_.delete_runs(before_s(*rules_.runs_s) * 1000, limit);
    };
    summary.is_complete =
        (!rules_.rejected_s || transactions.all_steps(kRowsPerStep, summary.rejected, rejected)) &&
        (!rules_.runs_s || transactions.all_steps(kRowsPerStep, summary.runs, runs)) &&
        (!rules_.sent_s || prune_items(transactions, summary)) &&
        (!rules_.results_s || prune_results(transactions, summary));
    transactions.commit();
}

bool RowPruner::prune_items(ShortTransactions& transactions, PruneSummary& summary) {
    for (const store::InstallationRetention& installation : retention_.installations()) {
        const auto items = [&](std::int64_t limit) {
            const std::int64_t before = before_s(*rules_.sent_s);
            // Cheaper than what is open, and mostly the answer.
            if (!rows_.has_done_items(installation.key, before, before * 1000)) return std::int64_t{0};
            return rows_.delete_done_items(installation.key, without_open_items(installation.key, before),
                                           before * 1000, limit);
        };
        if (!transactions.all_steps(kRowsPerStep, summary.items, items)) return false;
    }
    return true;
}

bool RowPruner::prune_results(ShortTransactions& transactions, PruneSummary& summary) {
    for (const store::InstallationRetention& installation : retention_.installations()) {
        if (!prune_results_of(installation, transactions, summary)) return false;
    }
    return true;
}

bool RowPruner::prune_results_of(const store::InstallationRetention& installation,
                                 ShortTransactions& transactions, PruneSummary& summary) {
    std::int64_t done_s = installation.results_from_s.value_or(kNever);
    const std::int64_t before = windows_before_s(installation);
    // Day by day, so that no step looks through what another has emptied.
    while (done_s < before) {
        const std::int64_t first_s = rows_.first_report_s(installation.key, done_s).value_or(before);
        done_s = std::min(before, floor_of(std::max(first_s, done_s), kDayS) + kDayS);
        const auto windows = [&](std::int64_t limit) {
            return rows_.delete_windows(installation.key, done_s, limit);
        };
        if (!transactions.all_steps(kWindowsPerStep, summary.windows, windows)) return false;
        transactions.begin_step();
        summary.report_rows += rows_.delete_reports(installation.key, done_s);
        rows_.set_results_from(installation.key, done_s);
        if (!transactions.end_step()) return false;
    }
    return true;
}

// Once the observations are pruned.
store::InstallationRetention RowPruner::then(store::InstallationRetention installation) {
    if (!rules_.observations_s) return installation;
    const Cutoff cutoff = cutoff_of(retention_, reports_, installation.key, before_s(*rules_.observations_s));
    installation.observations_from_s =
        std::max(installation.observations_from_s.value_or(kNever), cutoff.observations_before_s);
    return installation;
}

void RowPruner::plan(PruneSummary& summary) {
    if (rules_.rejected_s) summary.rejected += rows_.count_rejected(before_s(*rules_.rejected_s) * 1000);
    if (rules_.runs_s) summary.runs += rows_.count_runs(before_s(*rules_.runs_s) * 1000);
    for (const store::InstallationRetention& installation : retention_.installations()) {
        const model::InstallationKey& key = installation.key;
        if (rules_.sent_s) {
            summary.items +=
                rows_.count_done_items(key, items_before_s(key), before_s(*rules_.sent_s) * 1000);
        }
        if (rules_.results_s)
            summary.windows += rows_.count_windows(key, windows_before_s(then(installation)));
    }
}

}  // namespace tixdb::maintenance
