// SPDX-License-Identifier: MIT

#include "process/reprocessing/followers.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/signals.hpp"
#include "process/reprocessing/comparison.hpp"
#include "process/reprocessing/current_windows.hpp"
#include "process/reprocessing/result_planner.hpp"
#include "process/session_computer.hpp"

namespace tixdb::process {
namespace {

using model::Method;

bool has_pruned_reports(const store::CurrentWindow& window) {
    return std::any_of(window.reports.begin(), window.reports.end(),
                       [](const store::ReportHeader& report) { return report.pruned; });
}

// As it was computed, but for the history.
Parameters parameters_of(const store::CurrentResult& result, Parameters parameters) {
    metrics::QueueingParameters& queueing = parameters.queueing;
    queueing.epsilon_up_ms = result.epsilon_up_ms.value_or(queueing.epsilon_up_ms);
    queueing.epsilon_down_ms = result.epsilon_down_ms.value_or(queueing.epsilon_down_ms);
    return parameters;
}

ComputedWindow compute_again(FollowersOf& of, const RangePlan& plan, const store::CurrentWindow& window,
                             const store::CurrentResult& result) {
    const Parameters parameters = parameters_of(result, of.parameters.parameters);
    const Session session{plan.installation, window.ip, window.session_report_id, window.session_report,
                          true};
    SessionComputer computer(of.readers.chains, of.readers.probes, parameters, of.history, session);
    return computer.compute(window.reports, std::array{Method::queueing});
}

// Its results stay, although they are not what they would be: said of them until they can be computed again.
void keep(const FollowersOf& of, RangePlan& plan, const store::CurrentWindow& window,
          const store::CurrentResult& result) {
    if (!result.history_changed) plan.history_changed.push_back(result.result_id);
    if (!of.kept.contains(window.window_id)) plan.on_way.add(window.last_probe_s);
}

void keep_pruned(const FollowersOf& of, RangePlan& plan, const store::CurrentWindow& window) {
    if (!of.kept.contains(window.window_id)) plan.pruned.add(window.last_probe_s);
}

void consider(FollowersOf& of, RangePlan& plan, const store::CurrentWindow& window) {
    const store::CurrentResult* result = result_of(window, Method::queueing);
    if (of.computed.contains(window.window_id) || result == nullptr ||
        result->metrics.method_version != metrics::version_of(Method::queueing)) {
        return;
    }
    const auto offered = of.history.offered_to(window.ip, window.last_probe_s);
    if (metrics::reads_the_same(*result->metrics.queueing, missing_of(result->metrics), offered)) {
        if (result->history_changed) plan.history_unchanged.push_back(result->result_id);
        return;
    }
    if (is_on_way(window)) return keep(of, plan, window, *result);
    if (has_pruned_reports(window)) return keep_pruned(of, plan, window);
    ComputedWindow computed = compute_again(of, plan, window, *result);
    if (computed.is_hour_pruned) return keep_pruned(of, plan, window);

    const model::WindowMetrics metrics = computed.results.front().metrics;
    of.hours.leave_out(window.window_id);
    of.hours.add(computed.place, computed.window.first_probe_s, computed.latency->delays);
    of.history.put(window.window_id, computed.place, window.ip, metrics);
    if (!offers_the_same(result->metrics, metrics)) of.changed.add(window.last_probe_s);
    PlannedWindow planned = ResultPlanner(of.readers, of.parameters, plan).again(window, std::move(computed));
    if (!planned.results.empty() || planned.latency) plan.followers.push_back(std::move(planned));
}

}  // namespace

void ChangedEnds::add(std::int64_t last_probe_s) {
    last_end_s_ = first_end_s_ ? std::max(last_end_s_, last_probe_s) : last_probe_s;
    first_end_s_ = std::min(first_end_s_.value_or(last_probe_s), last_probe_s);
}

void plan_followers(FollowersOf of, RangePlan& plan) {
    if (of.changed.empty()) return;
    std::int64_t done_s = of.changed.first_end_s();
    while (done_s < of.changed.last_end_s() + metrics::kHistoryS) {
        const std::int64_t until_s = of.changed.last_end_s() + metrics::kHistoryS;
        auto windows = of.readers.windows.windows_between(plan.installation, done_s, until_s);
        of.assumed.apply(plan.installation, windows);
        for (const store::CurrentWindow& window : windows) {
            throw_if_stopped();
            consider(of, plan, window);
        }
        done_s = until_s;
    }
}

}  // namespace tixdb::process
