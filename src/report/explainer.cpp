// SPDX-License-Identifier: MIT

#include "report/explainer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/time_text.hpp"
#include "metrics/classic.hpp"
#include "metrics/latency.hpp"
#include "metrics/methods.hpp"
#include "metrics/observations.hpp"
#include "metrics/queueing.hpp"
#include "metrics/queueing_history.hpp"
#include "model/window.hpp"
#include "report/figure_comparison.hpp"
#include "report/kernel_windows.hpp"
#include "report/series_detail.hpp"
#include "store/history_reader.hpp"
#include "store/installation_store.hpp"
#include "store/latency_store.hpp"
#include "store/outbox_store.hpp"

namespace tixdb::report {
namespace {

Error no_window(const model::InstallationKey& key, std::int64_t time_s,
                const store::NearestWindows& nearest) {
    const std::string who = key.text();
    if (!nearest.before_last_probe_s && !nearest.after_last_probe_s) {
        if (nearest.reports == 0) {
            return {ErrorKind::failed, fmt::format("installation {} has no reports", who),
                    "`tixdb ingest` stores them"};
        }
        return {ErrorKind::failed, fmt::format("installation {} has no windows", who),
                fmt::format("`tixdb process` forms them, from {} observations in a row on",
                            model::kWindowObservations)};
    }
    std::string around;
    if (nearest.before_last_probe_s)
        around += ", the one before it ends at " + iso_of_s(*nearest.before_last_probe_s);
    if (nearest.after_last_probe_s)
        around += ", the one after it ends at " + iso_of_s(*nearest.after_last_probe_s);
    const std::int64_t near_s = nearest.after_last_probe_s.value_or(nearest.before_last_probe_s.value_or(0));
    return {ErrorKind::failed, fmt::format("no window of {} contains {}{}", who, iso_of_s(time_s), around),
            fmt::format("`tixdb explain {} {} {}`", key.user_id, key.installation_id, iso_of_s(near_s))};
}

// As process does: the latest ones of them that hold no more observations than it looks at.
std::vector<store::SessionReport> within_bound(std::vector<store::SessionReport> reports) {
    std::int64_t observations = 0;
    auto first = reports.end();
    while (first != reports.begin()) {
        observations += std::prev(first)->observation_count;
        if (observations > metrics::kMostHourObservations) break;
        --first;
    }
    reports.erase(reports.begin(), first);
    return reports;
}

metrics::QueueingParameters parameters_of(const store::StoredResult& result) {
    metrics::QueueingParameters parameters;
    parameters.epsilon_up_ms = result.epsilon_up_ms.value_or(parameters.epsilon_up_ms);
    parameters.epsilon_down_ms = result.epsilon_down_ms.value_or(parameters.epsilon_down_ms);
    return parameters;
}

model::Latency latency_again(std::span<const model::Observation> probes, std::int64_t copies,
                             const model::WindowMetrics& computed, const metrics::QueueDelays& delays,
                             const metrics::QueueingParameters& parameters) {
    metrics::DelayColumns columns;
    columns.append(metrics::queue_probes_of(delays, *computed.queueing, parameters));
    return metrics::latency_of(metrics::recent_of(probes), copies, columns);
}

const store::StoredResult* result_of(const std::vector<store::StoredResult>& results, model::Method method) {
    const auto is_it = [&](const store::StoredResult& result) { return result.method() == method; };
    const auto found = std::find_if(results.begin(), results.end(), is_it);
    return found == results.end() ? nullptr : &*found;
}

}  // namespace

std::optional<bool> MethodExplanation::reproduced() const {
    if (!not_recomputed.empty()) return std::nullopt;
    return std::all_of(figures.begin(), figures.end(),
                       [](const ComparedFigure& figure) { return figure.reproduced().value_or(false); });
}

Explainer::Explainer(store::Database& database)
    : database_(database), store_(database), observations_(database) {}

Explanation Explainer::explain(const model::InstallationKey& key, std::int64_t time_s,
                               std::span<const model::Method> methods) {
    const store::Snapshot snapshot(database_);
    auto windows = windows_at(key, time_s);
    Explanation explanation = explanation_of(store_.window(windows.front().window_id).value(), methods);
    windows.erase(windows.begin());
    explanation.asked_for_s = time_s;
    explanation.other_windows = std::move(windows);
    return explanation;
}

Explanation Explainer::explain_window(std::int64_t window_id, std::span<const model::Method> methods) {
    const store::Snapshot snapshot(database_);
    const auto window = store_.window(window_id);
    if (!window) throw Error(ErrorKind::failed, fmt::format("there is no window {}", window_id));
    return explanation_of(*window, methods);
}

Explanation Explainer::explanation_of(const store::WindowRow& window,
                                      std::span<const model::Method> methods) {
    Explanation explanation;
    explanation.asked_for_s = window.last_probe_s;
    explanation.window = window;
    explanation.reports = store_.reports(explanation.window);
    explanation.late_reports = store_.late_reports(explanation.window);
    const Probes probes = load_observations(explanation);
    explanation.figures = compared_window_figures(explanation.window, explanation.reports,
                                                  explanation.is_pruned ? nullptr : &probes);
    const auto results = store_.results(window.window_id);
    for (const model::Method which : model::kMethods) {
        const store::StoredResult* result = result_of(results, which);
        if (result == nullptr || std::find(methods.begin(), methods.end(), which) == methods.end()) continue;
        explanation.methods.push_back(explain_method(explanation, *result, results, probes));
    }
    explanation.superseded_results = store_.superseded_results(window.window_id);
    store::OutboxStore outbox(database_);
    for (const std::int64_t id : store_.outbox_ids(window.installation, window.last_probe_s)) {
        explanation.outbox.push_back(outbox.find(id).value());
    }
    return explanation;
}

std::vector<store::WindowAt> Explainer::windows_at(const model::InstallationKey& key, std::int64_t time_s) {
    auto windows = store_.windows_at(key, time_s);
    if (windows.empty()) throw no_window(key, time_s, store_.nearest_windows(key, time_s));
    return windows;
}

Explainer::Probes Explainer::load_observations(Explanation& explanation) {
    const auto is_pruned = [](const store::ReportRow& report) { return report.pruned_ms.has_value(); };
    const auto& reports = explanation.reports;
    explanation.is_pruned = std::any_of(reports.begin(), reports.end(), is_pruned);
    if (explanation.is_pruned) return {};
    ObservationCounts counts;
    Probes all;
    for (const store::ReportRow& report : reports) {
        const Probes probes = observations_.short_probes_of(report.report_id);
        all.insert(all.end(), probes.begin(), probes.end());
        counts.received += report.observation_count;
    }
    counts.short_probes = static_cast<std::int64_t>(all.size());
    const auto copies = std::count_if(all.begin(), all.end(), [&](const model::Observation& probe) {
        return probe.day_timestamp_s > explanation.window.last_probe_s - metrics::kRecentS;
    });
    Probes distinct = metrics::distinct_short_probes(std::move(all));
    counts.distinct = static_cast<std::int64_t>(distinct.size());
    counts.recent = static_cast<std::int64_t>(metrics::recent_of(distinct).size());
    counts.recent_after_s = explanation.window.last_probe_s - metrics::kRecentS;
    counts.recent_copies = copies;
    explanation.observations = counts;
    return distinct;
}

MethodExplanation Explainer::explain_method(const Explanation& explanation, const store::StoredResult& result,
                                            const std::vector<store::StoredResult>& results,
                                            const Probes& probes) {
    MethodExplanation method;
    method.result = result;
    const model::Method which = result.method();
    const int version = metrics::version_of(which);
    const bool is_of_this_version = result.metrics.method_version == version;
    const store::StoredResult* queueing = result_of(results, model::Method::queueing);
    if (explanation.is_pruned && which != model::Method::adaptive) {
        method.not_recomputed = "observations of the window's reports are pruned";
    } else if (!is_of_this_version) {
        method.not_recomputed = fmt::format("computed by version {} of the method, this program has {}",
                                            result.metrics.method_version, version);
    } else if (which != model::Method::adaptive) {
        recompute(method, explanation.window, probes, explanation.observations->recent_copies);
    } else if (queueing == nullptr) {
        method.not_recomputed = "the window has no result of queueing";
    } else {
        recompute_adaptive(method, explanation, *queueing, probes);
    }
    if (method.figures.empty()) method.figures = stored_figures(method.result);
    if (method.result.metrics.queueing) add_history(method, explanation.window, is_of_this_version);
    return method;
}

void Explainer::recompute(MethodExplanation& method, const store::WindowRow& window, const Probes& probes,
                          std::int64_t recent_copies) {
    switch (method.result.method()) {
        case model::Method::classic:
            recompute_classic(method, probes);
            break;
        case model::Method::queueing:
            recompute_queueing(method, window, probes, recent_copies);
            break;
        case model::Method::adaptive:
            break;  // needs more, see above
    }
}

void Explainer::recompute_adaptive(MethodExplanation& method, const Explanation& explanation,
                                   const store::StoredResult& queueing, const Probes& probes) {
    const store::StoredResult& result = method.result;
    const store::WindowRow& window = explanation.window;
    const metrics::QueueingParameters parameters = parameters_of(result);
    KernelWindows kernel = kernel_windows_of(store_, result);
    if (!kernel.is_whole() && reads_pruned_windows(window)) {
        method.not_recomputed = "windows that it learned from are pruned";
        return;
    }
    const metrics::StoredKernels sketches = kernel.sketches();
    const SessionHour session = explanation.is_pruned ? SessionHour{} : session_hour(window);
    const bool is_from_sketches = explanation.is_pruned || session.is_pruned;
    metrics::AdaptiveTrace trace;
    model::WindowMetrics computed;
    if (is_from_sketches) {
        computed = metrics::adaptive_again(result.metrics, sketches, queueing.metrics, parameters, &trace);
    } else {
        const auto analysis =
            metrics::analysed_queues(probes, {session.probes, queueing.metrics.queueing->reads});
        computed = metrics::adaptive_again(analysis, result.metrics, sketches,
                                           metrics::queueing(analysis, parameters), parameters, &trace);
    }
    method.figures = compared_figures(result, computed);
    method.has_same_history =
        has_same_history(result, window, kernel, day_before(window, queueing.metrics.method_version));
    method.adaptive = AdaptiveDetail{std::move(trace.detection), std::move(trace.minutes),
                                     std::move(kernel.up), std::move(kernel.down), is_from_sketches};
}

bool Explainer::reads_pruned_windows(const store::WindowRow& window) {
    return metrics::reads_pruned(window.last_probe_s,
                                 store::InstallationStore(database_).results_from_s(window.installation));
}

void Explainer::recompute_classic(MethodExplanation& method, const Probes& probes) const {
    metrics::ClassicTrace trace;
    const model::WindowMetrics metrics = metrics::classic(probes, &trace);
    method.figures = compared_figures(method.result, metrics);
    method.up_hurst = hurst_detail(trace.up_ns);
    method.down_hurst = hurst_detail(trace.down_ns);
    method.classic = ClassicDetail{bins_in_detail(trace.rtt_bins), histogram_of(trace.up_ns),
                                   histogram_of(trace.down_ns), std::move(trace.minutes)};
}

Explainer::SessionHour Explainer::session_hour(const store::WindowRow& window) {
    const std::int64_t after_s = window.last_probe_s - metrics::kSkewHorizonS;
    SessionHour hour;
    for (const auto& report :
         within_bound(store_.session_reports(window.window_id, after_s - model::kLongestReportS, after_s))) {
        hour.is_pruned = hour.is_pruned || report.is_pruned;
        for (const model::Observation& probe : observations_.short_probes_of(report.report_id)) {
            if (probe.day_timestamp_s <= after_s || probe.day_timestamp_s > window.last_probe_s) continue;
            hour.probes.push_back(probe);
        }
    }
    hour.probes = metrics::distinct_short_probes(std::move(hour.probes));
    return hour;
}

void Explainer::recompute_queueing(MethodExplanation& method, const store::WindowRow& window,
                                   const Probes& probes, std::int64_t recent_copies) {
    const store::StoredResult& result = method.result;
    const SessionHour session = session_hour(window);
    metrics::WindowHistory history;
    history.session = session.probes;
    history.offered =
        result.metrics.queueing->reads;  // as it was: what it was taken from may be superseded by now

    metrics::QueueingTrace trace;
    const model::WindowMetrics metrics = metrics::queueing(probes, history, parameters_of(result), &trace);
    method.figures = compared_figures(method.result, metrics);
    if (session.is_pruned && !method.reproduced().value_or(false)) {
        method.not_recomputed = "observations of the hour before the window's end are pruned";
        method.figures.clear();
        return;
    }
    method.has_same_latency =
        latency_again(probes, recent_copies, metrics, trace.delays, parameters_of(result)) ==
        store::LatencyStore(database_).of_window(window.window_id);
    method.up_hurst = hurst_detail(trace.delays.up_ms);
    method.down_hurst = hurst_detail(trace.delays.down_ms);
    method.queueing = QueueingDetail{trace.described,        trace.described_first_s,
                                     trace.described_last_s, static_cast<std::int64_t>(session.probes.size()),
                                     std::move(trace.steps), std::move(trace.minutes)};
}

void Explainer::add_history(MethodExplanation& method, const store::WindowRow& window,
                            bool is_of_this_version) {
    const store::StoredResult& result = method.result;
    const model::QueueingInputs& inputs = *result.metrics.queueing;
    const auto offered = offered_now(result, window);
    if (is_of_this_version) {
        std::optional<model::Missing> missing;
        if (!result.metrics.up.usage.value()) missing = result.metrics.up.usage.reason();
        method.has_same_history = metrics::reads_the_same(inputs, missing, offered);
    }
    if (const auto& skew = inputs.reads.skew_ms_per_s) {
        const auto bounds = store_.bounds(skew->window_id);
        method.carried_skew = EarlierSkew{skew->value, bounds ? bounds->last_probe_s : 0};
    }
    if (!result.baseline_window_id) return;
    BaselineOrigin origin;
    origin.window_id = *result.baseline_window_id;
    origin.is_own = origin.window_id == window.window_id;
    origin.bounds = store_.bounds(origin.window_id);
    if (offered.floor_sum_ms) origin.least_base_now_ms = offered.floor_sum_ms->value;
    method.baseline = origin;
}

std::vector<store::HistoricResult> Explainer::day_before(const store::WindowRow& window,
                                                         int queueing_version) {
    store::HistoryReader reader(database_, {queueing_version, metrics::version_of(model::Method::adaptive)});
    return reader.results(window.installation, window.last_probe_s - metrics::kHistoryS, window.last_probe_s);
}

model::QueueingReads Explainer::offered_now(const store::StoredResult& result,
                                            const store::WindowRow& window) {
    auto results = day_before(window, result.metrics.method_version);
    std::sort(results.begin(), results.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
    std::vector<metrics::EarlierResult> earlier;
    for (const store::HistoricResult& other : results) {
        earlier.push_back(metrics::earlier_result(other.window_id, other.place.last_probe_s,
                                                  other.ip == window.ip, other.metrics));
    }
    return metrics::offered_by(earlier, window.last_probe_s);
}

}  // namespace tixdb::report
