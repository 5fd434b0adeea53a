// SPDX-License-Identifier: MIT

#include "maintenance/observation_pruner.hpp"

#include <algorithm>
#include <limits>

namespace tixdb::maintenance {
namespace {

// A few milliseconds.
constexpr std::int64_t kReportsPerStep = 50;

constexpr std::int64_t kEver = std::numeric_limits<std::int64_t>::min();

void add(PruneSummary& summary, const store::PrunableCounts& counts) {
    summary.observations += counts.observations;
    summary.late_reports += counts.late_reports;
}

}  // namespace

ObservationPruner::ObservationPruner(store::Database& database, const Clock& clock, std::int64_t age_s)
    : database_(database),
      clock_(clock),
      retention_(database),
      reports_(database),
      asked_s_(time_of_age_s(retention_, clock.now_s(), age_s)) {}

// Within an hour nothing more is asked for.
bool ObservationPruner::is_done(const store::InstallationRetention& installation) const {
    return installation.observations_from_s.value_or(kEver) >= asked_s_ - kBehindS;
}

void ObservationPruner::prune(bool keep_signatures, const Pause& pause, PruneSummary& summary) {
    ShortTransactions transactions(database_, clock_, pause);
    for (const store::InstallationRetention& installation : retention_.installations()) {
        if (is_done(installation)) continue;
        if (!prune_installation(installation, keep_signatures, transactions, summary)) {
            summary.is_complete = false;
            return;
        }
    }
    transactions.commit();
}

// What is needed is asked for in each step: another process may have been at work since the last one.
bool ObservationPruner::prune_installation(const store::InstallationRetention& installation,
                                           bool keep_signatures, ShortTransactions& transactions,
                                           PruneSummary& summary) {
    const model::InstallationKey& key = installation.key;
    const std::int64_t from_s = installation.observations_from_s.value_or(kEver);
    const auto reports = [&](std::int64_t limit) {
        const Cutoff cutoff = cutoff_of(retention_, reports_, key, asked_s_);
        const std::int64_t until_s = std::max(from_s, cutoff.observations_before_s);
        // Before anything goes: from then on nothing comes that would need it.
        retention_.set_pruned_before(key, cutoff.pruned_before_s);
        const auto taken =
            retention_.prune_observations(key, from_s, until_s, limit, keep_signatures, clock_.now_ms());
        add(summary, taken);
        return taken.reports;
    };
    return transactions.all_steps(kReportsPerStep, summary.reports, reports);
}

void ObservationPruner::plan(PruneSummary& summary) {
    for (const store::InstallationRetention& installation : retention_.installations()) {
        if (is_done(installation)) continue;
        const Cutoff cutoff = cutoff_of(retention_, reports_, installation.key, asked_s_);
        const auto counts = retention_.count_observations(
            installation.key, installation.observations_from_s.value_or(kEver), cutoff.observations_before_s);
        summary.reports += counts.reports;
        add(summary, counts);
    }
}

}  // namespace tixdb::maintenance
