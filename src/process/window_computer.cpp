// SPDX-License-Identifier: MIT

#include "process/window_computer.hpp"

#include <algorithm>
#include <utility>

#include "metrics/classic.hpp"
#include "metrics/queueing.hpp"
#include "payload/payload.hpp"
#include "process/publish_rule.hpp"

namespace tixdb::process {

WindowComputer::WindowComputer(store::Database& database, store::ReportReader& reports,
                               const Parameters& parameters)
    : parameters_(parameters),
      reports_(reports),
      observations_(database),
      history_(database, model::Method::queueing, metrics::kQueueingVersion) {}

void WindowComputer::begin_installation(InstallationBatch& batch) {
    batch_ = &batch;
}

void WindowComputer::begin_session(const Session& session) {
    session_ = session;
    session_observations_.emplace(reports_, observations_, session);
    last_fitted_skew_.reset();
    has_looked_for_skew_ = !session.is_continued;
}

void WindowComputer::add_window(const std::vector<store::ReportHeader>& reports) {
    const auto is_pruned = [](const store::ReportHeader& report) { return report.pruned; };
    if (std::any_of(reports.begin(), reports.end(), is_pruned)) {
        ++batch_->pruned_windows;
        return;
    }
    ComputedWindow computed = compute(reports, parameters_.methods);
    for (ComputedResult& result : computed.results) decide(computed.window, result);
    batch_->windows.push_back(std::move(computed));
}

void WindowComputer::decide(const model::Window& window, ComputedResult& result) const {
    result.decision = decide_live(window, result.metrics, parameters_);
    if (result.decision == model::PublishDecision::queued) {
        result.body = payload::body_of(window.last_s, window.ip, result.metrics);
    }
}

ComputedWindow WindowComputer::compute(const std::vector<store::ReportHeader>& reports,
                                       std::span<const model::Method> methods) {
    const Probes probes = session_observations_->of_window(reports);
    ComputedWindow computed{describe(reports, probes), {}};
    for (const model::Method method : methods) {
        computed.results.push_back(compute_result(method, computed.window, probes));
    }
    return computed;
}

void WindowComputer::skip_window(const std::vector<store::ReportHeader>& reports) {
    (void)session_observations_->of_window(reports);
}

void WindowComputer::carry_skew(std::optional<double> skew_ms_per_s) {
    last_fitted_skew_ = skew_ms_per_s;
    has_looked_for_skew_ = true;
}

std::optional<double> WindowComputer::least_base(const model::Window& window) {
    const auto least = earlier_baseline(window);
    if (!least) return std::nullopt;
    return least->base_ms;
}

model::Window WindowComputer::describe(const std::vector<store::ReportHeader>& reports,
                                       const Probes& probes) const {
    model::Window window;
    window.installation = session_.installation;
    window.ip = session_.ip;
    window.session_report_id = session_.session_report_id;
    window.first_report_s = reports.front().place.first_s;
    window.last_report_s = reports.back().place.first_s;
    // Without a short probe there is nothing to measure; the reports' own times then say where the window
    // lies.
    window.first_s = window.first_report_s;
    window.last_s = reports.back().newest_s;
    if (!probes.empty()) {
        window.first_s = probes.front().day_timestamp_s;
        window.last_s = probes.back().day_timestamp_s;
    }
    for (const store::ReportHeader& report : reports) {
        window.report_ids.push_back(report.report_id);
        window.observations += report.observation_count;
    }
    window.distinct_observations = static_cast<std::int64_t>(probes.size());
    return window;
}

ComputedResult WindowComputer::compute_result(model::Method method, const model::Window& window,
                                              const Probes& probes) {
    if (method == model::Method::queueing) return compute_queueing(window, probes);
    ComputedResult result;
    result.metrics = metrics::classic(probes);
    return result;
}

ComputedResult WindowComputer::compute_queueing(const model::Window& window, const Probes& probes) {
    if (!std::exchange(has_looked_for_skew_, true)) {
        last_fitted_skew_ = history_.last_fitted_skew(session_.session_report_id);
    }
    const Probes session = session_observations_->of_horizon(window.last_s, metrics::kSkewHorizonS);
    const auto earlier = earlier_baseline(window);
    metrics::QueueingHistory history;
    history.session = session;
    history.last_fitted_skew_ms_per_s = last_fitted_skew_;
    if (earlier) history.least_base_ms = earlier->base_ms;

    ComputedResult result;
    result.metrics = metrics::queueing(probes, history, parameters_.queueing);
    if (const auto& inputs = result.metrics.queueing) {
        if (inputs->skew_source == model::SkewSource::fitted) last_fitted_skew_ = inputs->skew_ms_per_s;
        if (earlier && earlier->base_ms < inputs->base_ms) result.baseline = earlier->window;
    }
    result.session_skew_ms_per_s = last_fitted_skew_;
    return result;
}

std::optional<WindowComputer::Baseline> WindowComputer::earlier_baseline(const model::Window& window) {
    const std::int64_t after_s = window.last_s - metrics::kBaselineHorizonS;
    std::optional<Baseline> least;
    if (const auto stored = history_.least_base(window.installation, window.ip, after_s, window.last_s)) {
        least = Baseline{stored->base_ms, {stored->window_id, std::nullopt}};
    }
    for (std::size_t i = 0; i < batch_->windows.size(); ++i) {
        const ComputedWindow& other = batch_->windows[i];
        const bool in_time = other.window.last_s > after_s && other.window.last_s <= window.last_s;
        if (!in_time || other.window.ip != window.ip) continue;
        for (const ComputedResult& result : other.results) {
            const auto& inputs = result.metrics.queueing;
            if (!inputs || !inputs->base_ms || (least && least->base_ms <= *inputs->base_ms)) continue;
            least = Baseline{*inputs->base_ms, {std::nullopt, i}};
        }
    }
    return least;
}

}  // namespace tixdb::process
