// SPDX-License-Identifier: MIT
// Computes the windows of one session: their bounds, and what each method says.
#pragma once

#include <span>
#include <vector>

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
    // parameters and history must outlive it. What it computes is not put into the history: that is for the
    // caller, who knows which row it will have.
    SessionComputer(store::ReportReader& reports, ReportProbes& observations, const Parameters& parameters,
                    History& history, const Session& session);

    // The next window, of these reports.
    [[nodiscard]] ComputedWindow compute(const std::vector<store::ReportHeader>& reports,
                                         std::span<const model::Method> methods);
    // A window that keeps its results stands between.
    void skip(const std::vector<store::ReportHeader>& reports);

  private:
    using Probes = std::vector<model::Observation>;

    [[nodiscard]] ComputedWindow describe(const std::vector<store::ReportHeader>& reports,
                                          const Probes& probes) const;
    [[nodiscard]] model::WindowMetrics metrics_of(model::Method method, ComputedWindow& computed,
                                                  const Probes& probes);
    [[nodiscard]] WindowLatency latency_of(const Probes& probes, const metrics::QueueProbes& delays) const;
    [[nodiscard]] model::WindowMetrics queueing_of(ComputedWindow& computed, const Probes& probes);

    const Parameters& parameters_;
    History& history_;
    Session session_;
    SessionObservations observations_;
};

// The result of a method; null if there is none.
[[nodiscard]] const store::NewResult* result_of(const ComputedWindow& computed, model::Method method);

}  // namespace tixdb::process
