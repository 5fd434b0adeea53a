// SPDX-License-Identifier: MIT
// What plans are made from. They hold nothing from one plan to the next.
#pragma once

#include "metrics/methods.hpp"
#include "process/latency_hours.hpp"
#include "process/report_probes.hpp"
#include "store/current_window_reader.hpp"
#include "store/database.hpp"
#include "store/history_reader.hpp"
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
          history(database, model::Method::queueing, metrics::version_of(model::Method::queueing)),
          outbox(database),
          probes(observations),
          hours(database, chains, probes) {}

    store::ReportReader chains;
    store::ProcessedReportReader reports;
    store::CurrentWindowReader windows;
    store::ObservationReader observations;
    store::HistoryReader history;
    store::OutboxStore outbox;
    ReportProbes probes;
    HourReaders hours;
};

}  // namespace tixdb::process
