// SPDX-License-Identifier: MIT

#include "metrics/adaptive/adaptive.hpp"

#include <algorithm>
#include <utility>

#include "metrics/adaptive/history.hpp"
#include "metrics/minutes.hpp"
#include "metrics/missing.hpp"

namespace tixdb::metrics {
namespace {

using model::AdaptiveDirection;
using model::AdaptiveFindings;
using model::DirectionMetrics;
using model::Metric;
using model::Missing;
using model::WindowMetrics;

// What is the same whatever was found.
WindowMetrics begun(const WindowMetrics& queueing) {
    WindowMetrics metrics;
    metrics.method = model::Method::adaptive;
    metrics.method_version = kAdaptiveVersion;
    metrics.parameters_json = queueing.parameters_json;
    metrics.recent_observations = queueing.recent_observations;
    metrics.minutes = queueing.minutes;
    // Its figures hold until something was learned.
    for (auto direction : {&WindowMetrics::up, &WindowMetrics::down}) {
        (metrics.*direction).usage = (queueing.*direction).usage;
        (metrics.*direction).quality = (queueing.*direction).quality;
        (metrics.*direction).hurst_rs = (queueing.*direction).hurst_rs;
        (metrics.*direction).hurst_wavelet = (queueing.*direction).hurst_wavelet;
    }
    metrics.adaptive.emplace();
    return metrics;
}

void take_missing(AdaptiveDirection& direction, Missing reason) {
    direction.low = direction.ceiling = reason;
}

void take_findings(DirectionMetrics& figures, AdaptiveDirection& direction,
                   const DirectionDetection& detection, std::optional<double> link_mbps) {
    direction.spread_ms = detection.idle.spread_ms;
    if (detection.idle.not_learned) return take_missing(direction, *detection.idle.not_learned);
    figures.usage = detection.usage;
    direction.least_wait_ms = sketch_scale().edges_ms[detection.idle.least_wait_bin];
    direction.share = detection.fitted.share;
    direction.low = detection.low;
    direction.state = detection.state;
    direction.guarded = detection.guarded.has_value();
    direction.ceiling = Missing::no_link_rate;
    if (!detection.ceiling) return;
    direction.ceiling = *detection.ceiling;
    direction.link_mbps = link_mbps;
}

WindowDetection take_detection(WindowMetrics& metrics, const StoredKernels& kernels,
                               const model::LinkRate& link, const QueueingParameters& parameters) {
    AdaptiveFindings& findings = *metrics.adaptive;
    WindowDetection detection = detected({*findings.up.sketch, kernels.up, parameters.epsilon_up_ms,
                                          metrics.up.usage.value().value_or(0), link.up_mbps},
                                         {*findings.down.sketch, kernels.down, parameters.epsilon_down_ms,
                                          metrics.down.usage.value().value_or(0), link.down_mbps});
    take_findings(metrics.up, findings.up, detection.up, link.up_mbps);
    take_findings(metrics.down, findings.down, detection.down, link.down_mbps);
    return detection;
}

double mean_busy(std::span<const double> waits_ms, const DirectionDetection& detection) {
    double sum = 0;
    for (const double wait_ms : waits_ms) {
        sum += detection.fitted.busy_probabilities[sketch_bin_of(wait_ms)];
    }
    return sum / static_cast<double>(waits_ms.size());
}

std::vector<AdaptiveMinute> adaptive_minutes(const QueueDelays& delays, const WindowDetection& detection) {
    std::vector<AdaptiveMinute> minutes;
    for (const Minute& minute : full_minutes(delays.time_s)) {
        const auto busy = [&](const std::vector<double>& waits_ms, const DirectionDetection& direction) {
            return mean_busy(std::span(waits_ms).subspan(minute.begin, minute.count), direction);
        };
        minutes.push_back({minute.start_s, static_cast<std::int64_t>(minute.count),
                           busy(delays.up_queue_ms, detection.up),
                           busy(delays.down_queue_ms, detection.down)});
    }
    return minutes;
}

void take_quality(DirectionMetrics& figures, const DirectionDetection& detection,
                  const std::vector<AdaptiveMinute>& minutes, double AdaptiveMinute::*busy) {
    if (detection.idle.not_learned) return;
    if (minutes.empty()) {
        figures.quality = Missing::no_minutes;
        return;
    }
    const auto is_congested = [&](const AdaptiveMinute& minute) {
        return detection.state != model::DetectionState::none && minute.*busy > 0.5;
    };
    const auto all = static_cast<double>(minutes.size());
    const auto congested = std::count_if(minutes.begin(), minutes.end(), is_congested);
    figures.quality = (all - static_cast<double>(congested)) / all;
}

SketchedDirection sketched(std::span<const double> waits_ms) {
    return {upper_quartile_of(waits_ms), sketch_of(waits_ms)};
}

std::vector<const model::Sketch*> sketches_of(const std::vector<const SketchedWindow*>& windows,
                                              SketchedDirection SketchedWindow::*direction) {
    std::vector<const model::Sketch*> sketches;
    for (const SketchedWindow* window : windows) sketches.push_back(&(window->*direction).sketch);
    return sketches;
}

WindowMetrics without_values(const WindowMetrics& queueing, Missing reason) {
    WindowMetrics metrics = begun(queueing);
    metrics.up = metrics.down = missing_for(reason);
    take_missing(metrics.adaptive->up, reason);
    take_missing(metrics.adaptive->down, reason);
    return metrics;
}

void take_sketches(AdaptiveFindings& findings, const SketchedWindow& own) {
    findings.up.sketch = own.up.sketch;
    findings.down.sketch = own.down.sketch;
    findings.up.quartile_ms = own.up.quartile_ms;
    findings.down.quartile_ms = own.down.quartile_ms;
}

void take_history(AdaptiveFindings& findings, const AdaptiveFindings& stored) {
    findings.history_windows = stored.history_windows;
    findings.up.kernel_windows = stored.up.kernel_windows;
    findings.down.kernel_windows = stored.down.kernel_windows;
}

model::LinkRate rate_of(const AdaptiveFindings& stored) {
    return {stored.up.link_mbps, stored.down.link_mbps};
}

StoredKernels take_choice(AdaptiveFindings& findings, const KernelChoice& choice) {
    findings.history_windows = choice.history_windows;
    findings.up.kernel_windows = ids_of(choice.up);
    findings.down.kernel_windows = ids_of(choice.down);
    return {sketches_of(choice.up, &SketchedWindow::up), sketches_of(choice.down, &SketchedWindow::down)};
}

void take_quality_of_sketches(DirectionMetrics& figures, const DirectionDetection& detection,
                              std::int64_t minutes, const Metric& stored) {
    if (detection.idle.not_learned) return;
    figures.quality = stored;
    if (detection.state != model::DetectionState::none) return;
    figures.quality = minutes > 0 ? Metric(1.0) : Metric(Missing::no_minutes);
}

// Once the windows to learn from are known.
void finish(WindowMetrics& metrics, const QueueDelays& delays, const StoredKernels& kernels,
            const model::LinkRate& link, const QueueingParameters& parameters, AdaptiveTrace* trace) {
    WindowDetection detection = take_detection(metrics, kernels, link, parameters);
    std::vector<AdaptiveMinute> minutes = adaptive_minutes(delays, detection);
    take_quality(metrics.up, detection.up, minutes, &AdaptiveMinute::up_busy);
    take_quality(metrics.down, detection.down, minutes, &AdaptiveMinute::down_busy);
    if (trace != nullptr) *trace = {std::move(detection), std::move(minutes)};
}

}  // namespace

WindowMetrics adaptive(const QueueAnalysis& analysis, const WindowMetrics& queueing,
                       const AdaptiveHistory& history, const QueueingParameters& parameters,
                       AdaptiveTrace* trace) {
    if (analysis.missing) return without_values(queueing, *analysis.missing);
    WindowMetrics metrics = begun(queueing);
    AdaptiveFindings& findings = *metrics.adaptive;
    const SketchedWindow own{history.window_id, history.last_probe_s, sketched(analysis.delays.up_queue_ms),
                             sketched(analysis.delays.down_queue_ms)};
    take_sketches(findings, own);
    const StoredKernels kernels = take_choice(findings, kernel_choice(history.earlier, own));
    finish(metrics, analysis.delays, kernels, history.link, parameters, trace);
    return metrics;
}

WindowMetrics adaptive_again(const QueueAnalysis& analysis, const WindowMetrics& stored,
                             const StoredKernels& kernels, const WindowMetrics& queueing,
                             const QueueingParameters& parameters, AdaptiveTrace* trace) {
    if (analysis.missing) return without_values(queueing, *analysis.missing);
    WindowMetrics metrics = begun(queueing);
    AdaptiveFindings& findings = *metrics.adaptive;
    const SketchedWindow own{0, 0, sketched(analysis.delays.up_queue_ms),
                             sketched(analysis.delays.down_queue_ms)};
    take_sketches(findings, own);
    take_history(findings, *stored.adaptive);
    finish(metrics, analysis.delays, kernels, rate_of(*stored.adaptive), parameters, trace);
    return metrics;
}

WindowMetrics adaptive_again(const WindowMetrics& stored, const StoredKernels& kernels,
                             const WindowMetrics& queueing, const QueueingParameters& parameters,
                             AdaptiveTrace* trace) {
    const AdaptiveFindings& was = *stored.adaptive;
    if (!was.up.sketch || !was.down.sketch) return without_values(queueing, queueing.up.usage.reason());
    WindowMetrics metrics = begun(queueing);
    AdaptiveFindings& findings = *metrics.adaptive;
    const SketchedWindow own{0,
                             0,
                             {was.up.quartile_ms.value_or(0), *was.up.sketch},
                             {was.down.quartile_ms.value_or(0), *was.down.sketch}};
    take_sketches(findings, own);
    take_history(findings, was);
    WindowDetection detection = take_detection(metrics, kernels, rate_of(was), parameters);
    if (!detection.up.idle.not_learned) metrics.up.quality = stored.up.quality;
    if (!detection.down.idle.not_learned) metrics.down.quality = stored.down.quality;
    if (trace != nullptr) *trace = {std::move(detection), {}};
    return metrics;
}

std::optional<WindowMetrics> adaptive_of_sketches(const WindowMetrics& stored, const WindowMetrics& queueing,
                                                  const AdaptiveHistory& history,
                                                  const QueueingParameters& parameters) {
    const auto own = sketched_window(history.window_id, history.last_probe_s, stored);
    if (!own) return std::nullopt;
    WindowMetrics metrics = begun(queueing);
    take_sketches(*metrics.adaptive, *own);
    const StoredKernels kernels = take_choice(*metrics.adaptive, kernel_choice(history.earlier, *own));
    const WindowDetection detection = take_detection(metrics, kernels, history.link, parameters);
    take_quality_of_sketches(metrics.up, detection.up, metrics.minutes, stored.up.quality);
    take_quality_of_sketches(metrics.down, detection.down, metrics.minutes, stored.down.quality);
    return metrics;
}

}  // namespace tixdb::metrics
