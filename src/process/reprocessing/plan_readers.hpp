// SPDX-License-Identifier: MIT
// What plans are made from. They hold nothing from one plan to the next.
#pragma once

#include "process/history.hpp"
#include "process/latency_hours.hpp"
#include "process/report_probes.hpp"
#include "store/current_window_reader.hpp"
#include "store/database.hpp"
#include "store/history_reader.hpp"
#include "store/installation_store.hpp"
#include "store/link_rate_store.hpp"
#include "store/observation_reader.hpp"
#include "store/outbox_store.hpp"
#include "store/processed_report_reader.hpp"
#include "store/report_reader.hpp"

namespace tixdb::process {

// Thread rule: that of the connection.
struct PlanReaders {
    explicit PlanReaders(store::Database& database)
        : chains(database),
          reports(database),
          windows(database),
          observations(database),
          history(database, history_versions()),
          link_rates(database),
          outbox(database),
          probes(observations),
          hours(database, chains, probes),
          installations(database) {}

    // Whether windows of the day before are pruned, which its results read: then they stay as they are.
    [[nodiscard]] bool reads_pruned_windows(const model::InstallationKey& key, std::int64_t last_probe_s) {
        return metrics::reads_pruned(last_probe_s, installations.results_from_s(key));
    }

    store::ReportReader chains;
    store::ProcessedReportReader reports;
    store::CurrentWindowReader windows;
    store::ObservationReader observations;
    store::HistoryReader history;
    store::LinkRateStore link_rates;
    store::OutboxStore outbox;
    ReportProbes probes;
    HourReaders hours;
    store::InstallationStore installations;
};

}  // namespace tixdb::process
