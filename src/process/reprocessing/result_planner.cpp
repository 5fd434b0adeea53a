// SPDX-License-Identifier: MIT

#include "process/reprocessing/result_planner.hpp"

#include <algorithm>
#include <utility>

#include "payload/payload.hpp"
#include "process/reprocessing/comparison.hpp"
#include "process/reprocessing/current_windows.hpp"

namespace tixdb::process {

using model::PublishDecision;

namespace {

std::vector<model::WindowMetrics> metrics_of(const std::vector<store::NewResult>& results) {
    std::vector<model::WindowMetrics> metrics;
    metrics.reserve(results.size());
    for (const store::NewResult& result : results) metrics.push_back(result.metrics);
    return metrics;
}

}  // namespace

PlannedWindow ResultPlanner::again(const store::CurrentWindow& current, ComputedWindow computed) {
    PublishedSoFar so_far;
    add_published(so_far, current);
    PlannedWindow planned{current.window_id,           std::move(computed.window), computed.place, {}, {},
                          metrics_of(computed.results)};
    if (computed.latency && computed.latency->latency != readers_.hours.stored.of_window(current.window_id)) {
        planned.latency = computed.latency->latency;
    }
    for (store::NewResult& result : computed.results) {
        plan_again(planned, current, std::move(result), so_far);
    }
    replace_items(planned, current);
    return planned;
}

void ResultPlanner::plan_again(PlannedWindow& planned, const store::CurrentWindow& current,
                               store::NewResult result, const PublishedSoFar& so_far) {
    const model::Method method = result.metrics.method;
    const store::CurrentResult* old = result_of(current, method);
    decide(planned.window, result, so_far);
    std::optional<Why> why = Why::not_computed;
    if (old != nullptr) why = difference(*old, result.metrics);
    const bool is_queued_now = result.decision == PublishDecision::queued &&
                               (old == nullptr || old->decision != PublishDecision::queued);
    if (!why && parameters_.republish && is_queued_now) why = Why::publish;
    if (!why) {
        if (old->history_changed) plan_.history_unchanged.push_back(old->result_id);
        return;
    }
    auto changes = value_changes(planned.window.last_probe_s, method, old, &result, *why);
    plan_.changes.insert(plan_.changes.end(), changes.begin(), changes.end());
    std::optional<std::int64_t> supersedes;
    if (old != nullptr) supersedes = old->result_id;
    planned.results.push_back({supersedes, std::move(result)});
}

// An item goes with its result; and with the queueing of another method's result.
void ResultPlanner::replace_items(const PlannedWindow& planned, const store::CurrentWindow& current) {
    const bool is_queued = std::any_of(
        planned.results.begin(), planned.results.end(),
        [](const PlannedResult& entry) { return entry.result.decision == PublishDecision::queued; });
    for (const store::CurrentResult& old : current.results) {
        if (!is_open(old)) continue;
        const bool is_replaced =
            std::any_of(planned.results.begin(), planned.results.end(),
                        [&](const PlannedResult& entry) { return entry.supersedes == old.result_id; });
        if (is_queued || is_replaced) plan_.superseded_items.push_back(old.item->outbox_id);
    }
}

ResultPlanner::New ResultPlanner::fresh(const std::vector<const store::CurrentWindow*>& predecessors,
                                        ComputedWindow computed) {
    PublishedSoFar so_far;
    for (const store::CurrentWindow* old : predecessors) add_published(so_far, *old);
    // What people see it in place of: the window that ended at the same time.
    const auto is_counterpart = [&](const store::CurrentWindow* old) {
        return old->last_probe_s == computed.window.last_probe_s;
    };
    const auto counterpart = std::find_if(predecessors.begin(), predecessors.end(), is_counterpart);

    New made{{std::nullopt, std::move(computed.window), computed.place, {}, {}, metrics_of(computed.results)},
             counterpart != predecessors.end()};
    PlannedWindow& planned = made.planned;
    if (computed.latency) planned.latency = computed.latency->latency;
    for (store::NewResult& result : computed.results) {
        decide(planned.window, result, so_far);
        const store::CurrentResult* old = nullptr;
        if (made.has_counterpart) old = result_of(**counterpart, result.metrics.method);
        auto changes = value_changes(planned.window.last_probe_s, result.metrics.method, old, &result,
                                     Why::late_reports);
        plan_.changes.insert(plan_.changes.end(), changes.begin(), changes.end());
        planned.results.push_back({std::nullopt, std::move(result)});
    }
    return made;
}

void ResultPlanner::decide(const model::Window& window, store::NewResult& result,
                           const PublishedSoFar& so_far) {
    result.decision =
        decide_again(window, result.metrics, parameters_.parameters, so_far, parameters_.republish);
    if (result.decision != PublishDecision::queued) return;
    result.body = payload::body_of(window.last_probe_s, window.ip, result.metrics);
    for (const std::string& sent : readers_.outbox.sent_bodies(plan_.installation, window.last_probe_s)) {
        if (!payload::same_at_api(sent, *result.body)) continue;
        result.decision = PublishDecision::reprocess;
        result.body.reset();
        return;
    }
}

}  // namespace tixdb::process
