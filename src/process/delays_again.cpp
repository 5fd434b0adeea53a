// SPDX-License-Identifier: MIT

#include "process/delays_again.hpp"

#include <algorithm>

#include "process/session_observations.hpp"

namespace tixdb::process {
namespace {

metrics::QueueingParameters stored_parameters_of(const store::CurrentResult& result) {
    metrics::QueueingParameters parameters;
    parameters.epsilon_up_ms = result.epsilon_up_ms.value_or(parameters.epsilon_up_ms);
    parameters.epsilon_down_ms = result.epsilon_down_ms.value_or(parameters.epsilon_down_ms);
    return parameters;
}

}  // namespace

std::optional<metrics::QueueProbes> DelaysAgain::of(const model::InstallationKey& key, std::int64_t window_id,
                                                    std::int64_t last_probe_s) {
    for (const store::CurrentWindow& window : windows_.windows_between(key, last_probe_s - 1, last_probe_s)) {
        if (window.window_id != window_id) continue;
        const auto is_pruned = [](const store::ReportHeader& report) { return report.pruned; };
        if (std::any_of(window.reports.begin(), window.reports.end(), is_pruned)) return std::nullopt;
        for (const store::CurrentResult& result : window.results) {
            if (result.method() == model::Method::queueing) return compute(key, window, result);
        }
    }
    return metrics::QueueProbes{};
}

std::optional<metrics::QueueProbes> DelaysAgain::compute(const model::InstallationKey& key,
                                                         const store::CurrentWindow& window,
                                                         const store::CurrentResult& result) {
    SessionObservations observations(reports_, probes_,
                                     {key, window.ip, window.session_report_id, window.session_report, true});
    const auto probes = observations.of_window(window.reports);
    const auto hour = observations.of_horizon(window.last_probe_s, metrics::kSkewHorizonS);
    if (observations.is_horizon_pruned()) return std::nullopt;
    metrics::WindowHistory history;
    history.session = hour;
    history.offered = result.metrics.queueing->reads;
    const metrics::QueueingParameters parameters = stored_parameters_of(result);
    metrics::QueueingTrace trace;
    const model::WindowMetrics metrics = metrics::queueing(probes, history, parameters, &trace);
    return metrics::queue_probes_of(trace.delays, *metrics.queueing, parameters);
}

}  // namespace tixdb::process
