// SPDX-License-Identifier: MIT

#include "process/session_computer.hpp"

#include <algorithm>

#include "metrics/adaptive/adaptive.hpp"
#include "metrics/classic.hpp"
#include "metrics/observations.hpp"
#include "metrics/queueing.hpp"

namespace tixdb::process {

SessionComputer::SessionComputer(store::ReportReader& reports, ReportProbes& observations,
                                 const Parameters& parameters, History& history,
                                 std::span<const model::LinkRateChange> rates, const Session& session)
    : parameters_(parameters),
      history_(history),
      rates_(rates),
      session_(session),
      observations_(reports, observations, session) {}

ComputedWindow SessionComputer::compute(std::int64_t window_id,
                                        const std::vector<store::ReportHeader>& reports,
                                        std::span<const model::Method> methods) {
    const Probes probes = observations_.of_window(reports);
    ComputedWindow computed = describe(reports, probes);
    metrics::QueueAnalysis analysis;  // made by queueing, for adaptive too
    for (const model::Method method : methods) {
        switch (method) {
            case model::Method::classic:
                computed.results.push_back({metrics::classic(probes)});
                break;
            case model::Method::queueing:
                analysis = analysis_of(computed, probes);
                computed.results.push_back({metrics::queueing(analysis, parameters_.queueing)});
                computed.latency = latency_of(
                    probes, metrics::queue_probes_of(analysis.delays, analysis.inputs, parameters_.queueing));
                break;
            case model::Method::adaptive:
                computed.results.push_back({adaptive_of(window_id, computed, analysis)});
                break;
        }
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

metrics::QueueAnalysis SessionComputer::analysis_of(ComputedWindow& computed, const Probes& probes) {
    const model::Window& window = computed.window;
    const Probes hour = observations_.of_horizon(window.last_probe_s, metrics::kSkewHorizonS);
    computed.is_hour_pruned = observations_.is_horizon_pruned();
    metrics::WindowHistory history;
    history.session = hour;
    history.offered = history_.offered_to(window.ip, window.last_probe_s);
    return metrics::analysed_queues(probes, history);
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

model::WindowMetrics SessionComputer::adaptive_of(std::int64_t window_id, const ComputedWindow& computed,
                                                  const metrics::QueueAnalysis& analysis) {
    const model::Window& window = computed.window;
    const auto earlier = history_.sketches_before(window.ip, window.last_probe_s);
    metrics::AdaptiveHistory history;
    history.earlier = earlier;
    history.window_id = window_id;
    history.last_probe_s = window.last_probe_s;
    history.link = model::link_rate_at(rates_, window.last_probe_s);
    const store::NewResult* queueing = result_of(computed, model::Method::queueing);
    return metrics::adaptive(analysis, queueing->metrics, history, parameters_.queueing);
}

void put_into(History& history, std::int64_t window_id, const ComputedWindow& computed) {
    const store::NewResult* queueing = result_of(computed, model::Method::queueing);
    if (queueing == nullptr) return;
    const store::NewResult* adaptive = result_of(computed, model::Method::adaptive);
    history.put(window_id, computed.place, computed.window.ip, queueing->metrics,
                adaptive == nullptr ? nullptr : &adaptive->metrics);
}

const store::NewResult* result_of(const ComputedWindow& computed, model::Method method) {
    const auto is_it = [&](const store::NewResult& result) { return result.metrics.method == method; };
    const auto found = std::find_if(computed.results.begin(), computed.results.end(), is_it);
    return found == computed.results.end() ? nullptr : &*found;
}

}  // namespace tixdb::process
