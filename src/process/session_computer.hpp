// SPDX-License-Identifier: MIT
// Computes the windows of one session: their bounds, and what each method says.
#pragma once

#include <span>
#include <vector>

#include "metrics/queue_analysis.hpp"
#include "model/link_rate.hpp"
#include "model/method.hpp"
#include "model/observation.hpp"
#include "process/batch.hpp"
#include "process/history.hpp"
#include "process/parameters.hpp"
#include "process/session.hpp"
#include "process/session_observations.hpp"
#include "store/report_reader.hpp"

namespace tixdb::process {

// One is made for each session, and given its windows in the order of their chain. Thread rule: that of the
// readers' connection.
class SessionComputer {
  public:
    // parameters, history and rates (those of the session's installation) must outlive it. What it computes
    // is not put into the history: that is for the caller, who knows which row it will have.
    SessionComputer(store::ReportReader& reports, ReportProbes& observations, const Parameters& parameters,
                    History& history, std::span<const model::LinkRateChange> rates, const Session& session);

    // The next window, of these reports; window_id: its row's, or the number below 0 that it goes by.
    // methods: in the order of model::kMethods, adaptive not without queueing.
    [[nodiscard]] ComputedWindow compute(std::int64_t window_id,
                                         const std::vector<store::ReportHeader>& reports,
                                         std::span<const model::Method> methods);
    // A window that keeps its results stands between.
    void skip(const std::vector<store::ReportHeader>& reports);

  private:
    using Probes = std::vector<model::Observation>;

    [[nodiscard]] ComputedWindow describe(const std::vector<store::ReportHeader>& reports,
                                          const Probes& probes) const;
    [[nodiscard]] WindowLatency latency_of(const Probes& probes, const metrics::QueueProbes& delays) const;
    [[nodiscard]] metrics::QueueAnalysis analysis_of(ComputedWindow& computed, const Probes& probes);
    [[nodiscard]] model::WindowMetrics adaptive_of(std::int64_t window_id, const ComputedWindow& computed,
                                                   const metrics::QueueAnalysis& analysis);

    const Parameters& parameters_;
    History& history_;
    std::span<const model::LinkRateChange> rates_;
    Session session_;
    SessionObservations observations_;
};

// Puts what later windows read of it into the history, if it has a result of queueing.
void put_into(History& history, std::int64_t window_id, const ComputedWindow& computed);

// The result of a method; null if there is none.
[[nodiscard]] const store::NewResult* result_of(const ComputedWindow& computed, model::Method method);

}  // namespace tixdb::process
