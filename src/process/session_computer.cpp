// SPDX-License-Identifier: MIT

#include "process/session_computer.hpp"

#include <algorithm>

#include "metrics/classic.hpp"
#include "metrics/observations.hpp"
#include "metrics/queueing.hpp"

namespace tixdb::process {

SessionComputer::SessionComputer(store::ReportReader& reports, ReportProbes& observations,
                                 const Parameters& parameters, History& history, const Session& session)
    : parameters_(parameters),
      history_(history),
      session_(session),
      observations_(reports, observations, session) {}

ComputedWindow SessionComputer::compute(const std::vector<store::ReportHeader>& reports,
                                        std::span<const model::Method> methods) {
    const Probes probes = observations_.of_window(reports);
    ComputedWindow computed = describe(reports, probes);
    for (const model::Method method : methods) {
        computed.results.push_back({metrics_of(method, computed, probes)});
    }
    if (!computed.latency) computed.latency = latency_of(probes, {});
    return computed;
}

void SessionComputer::skip(const std::vector<store::ReportHeader>& reports) {
    (void)observations_.of_window(reports);
}

ComputedWindow SessionComputer::describe(const std::vector<store::ReportHeader>& reports,
                                         const Probes& probes) const {
    ComputedWindow computed;
    model::Window& window = computed.window;
    window.installation = session_.installation;
    window.ip = session_.ip;
    window.session_report_id = session_.session_report_id;
    window.first_report_s = reports.front().place.first_observation_s;
    window.last_report_s = reports.back().place.first_observation_s;
    // Without a short probe there is nothing to measure; the reports' own times then say where the window
    // lies.
    window.first_probe_s = window.first_report_s;
    window.last_probe_s = reports.back().latest_s;
    if (!probes.empty()) {
        window.first_probe_s = probes.front().day_timestamp_s;
        window.last_probe_s = probes.back().day_timestamp_s;
    }
    for (const store::ReportHeader& report : reports) {
        window.report_ids.push_back(report.report_id);
        window.observations += report.observation_count;
    }
    window.distinct_observations = static_cast<std::int64_t>(probes.size());
    computed.place = {window.last_probe_s, session_.first_report, reports.front().place};
    return computed;
}

model::WindowMetrics SessionComputer::metrics_of(model::Method method, ComputedWindow& computed,
                                                 const Probes& probes) {
    switch (method) {
        case model::Method::classic:
            return metrics::classic(probes);
        case model::Method::queueing:
            return queueing_of(computed, probes);
    }
    return {};
}

model::WindowMetrics SessionComputer::queueing_of(ComputedWindow& computed, const Probes& probes) {
    const model::Window& window = computed.window;
    const Probes hour = observations_.of_horizon(window.last_probe_s, metrics::kSkewHorizonS);
    computed.is_hour_pruned = observations_.is_horizon_pruned();
    metrics::WindowHistory history;
    history.session = hour;
    history.offered = history_.offered_to(window.ip, window.last_probe_s);
    metrics::QueueingTrace trace;
    model::WindowMetrics metrics = metrics::queueing(probes, history, parameters_.queueing, &trace);
    computed.latency =
        latency_of(probes, metrics::queue_probes_of(trace.delays, *metrics.queueing, parameters_.queueing));
    return metrics;
}

WindowLatency SessionComputer::latency_of(const Probes& probes, const metrics::QueueProbes& delays) const {
    metrics::DelayColumns columns;
    columns.append(delays);
    const auto recent = metrics::recent_of(probes);
    auto copies = std::ssize(recent);
    if (observations_.has_duplicates()) {
        copies = observations_.copies_after(probes.back().day_timestamp_s - metrics::kRecentS);
    }
    return {metrics::latency_of(recent, copies, columns), packed(delays)};
}

const store::NewResult* result_of(const ComputedWindow& computed, model::Method method) {
    const auto is_it = [&](const store::NewResult& result) { return result.metrics.method == method; };
    const auto found = std::find_if(computed.results.begin(), computed.results.end(), is_it);
    return found == computed.results.end() ? nullptr : &*found;
}

}  // namespace tixdb::process
