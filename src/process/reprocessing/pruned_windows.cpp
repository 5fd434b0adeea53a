// SPDX-License-Identifier: MIT

#include "process/reprocessing/pruned_windows.hpp"

#include "metrics/adaptive/adaptive.hpp"
#include "metrics/methods.hpp"
#include "process/reprocessing/current_windows.hpp"

namespace tixdb::process {
namespace {

using model::Method;

// As far as a result's publishing needs it: the window keeps its row.
model::Window described(const model::InstallationKey& installation, const store::CurrentWindow& current) {
    model::Window window;
    window.installation = installation;
    window.ip = current.ip;
    window.session_report_id = current.session_report_id;
    window.first_report_s = current.reports.front().place.first_observation_s;
    window.last_report_s = current.reports.back().place.first_observation_s;
    window.first_probe_s = window.first_report_s;
    window.last_probe_s = current.last_probe_s;
    window.report_ids = report_ids_of(current.reports);
    return window;
}

}  // namespace

const store::CurrentResult* current_adaptive(const store::CurrentWindow& window) {
    return of_this_version(window, Method::adaptive);
}

Parameters parameters_of(const store::CurrentResult& result, Parameters parameters) {
    metrics::QueueingParameters& queueing = parameters.queueing;
    queueing.epsilon_up_ms = result.epsilon_up_ms.value_or(queueing.epsilon_up_ms);
    queueing.epsilon_down_ms = result.epsilon_down_ms.value_or(queueing.epsilon_down_ms);
    return parameters;
}

std::optional<ComputedWindow> computed_from_sketches(const model::InstallationKey& installation,
                                                     const store::CurrentWindow& window, History& history,
                                                     const Parameters& parameters,
                                                     std::span<const model::LinkRateChange> rates) {
    const store::CurrentResult* adaptive = current_adaptive(window);
    const store::CurrentResult* queueing = of_this_version(window, Method::queueing);
    if (adaptive == nullptr || queueing == nullptr) return std::nullopt;
    const auto earlier = history.sketches_before(window.ip, window.last_probe_s);
    metrics::AdaptiveHistory read;
    read.earlier = earlier;
    read.window_id = window.window_id;
    read.last_probe_s = window.last_probe_s;
    read.link = model::link_rate_at(rates, window.last_probe_s);
    auto metrics = metrics::adaptive_of_sketches(adaptive->metrics, queueing->metrics, read,
                                                 parameters_of(*queueing, parameters).queueing);
    if (!metrics) return std::nullopt;
    ComputedWindow computed;
    computed.window = described(installation, window);
    computed.place = window.place();
    computed.results.push_back({std::move(*metrics)});
    return computed;
}

}  // namespace tixdb::process
