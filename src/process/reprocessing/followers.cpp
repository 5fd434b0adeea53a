// SPDX-License-Identifier: MIT

#include "process/reprocessing/followers.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/signals.hpp"
#include "metrics/adaptive/history.hpp"
#include "metrics/methods.hpp"
#include "process/reprocessing/comparison.hpp"
#include "process/reprocessing/current_windows.hpp"
#include "process/reprocessing/pruned_windows.hpp"
#include "process/reprocessing/result_planner.hpp"
#include "process/session_computer.hpp"

namespace tixdb::process {
namespace {

using model::Method;

constexpr std::array kComputedAgain = {Method::queueing, Method::adaptive};

bool has_pruned_reports(const store::CurrentWindow& window) {
    return std::any_of(window.reports.begin(), window.reports.end(),
                       [](const store::ReportHeader& report) { return report.pruned; });
}

// The rate that a ceiling was computed with counts as one of its parameters.
std::vector<model::LinkRateChange> rates_of(FollowersOf& of, const RangePlan& plan,
                                            const store::CurrentResult* adaptive) {
    auto rates = of.readers.link_rates.changes(plan.installation);
    if (adaptive == nullptr) return rates;
    const model::AdaptiveFindings& findings = *adaptive->metrics.adaptive;
    if (findings.up.ceiling.value() || findings.up.ceiling.reason() == model::Missing::no_link_rate) {
        rates.push_back({.is_up = true, .mbps = findings.up.link_mbps});
    }
    if (findings.down.ceiling.value() || findings.down.ceiling.reason() == model::Missing::no_link_rate) {
        rates.push_back({.is_up = false, .mbps = findings.down.link_mbps});
    }
    return rates;
}

ComputedWindow compute_again(FollowersOf& of, const RangePlan& plan, const store::CurrentWindow& window,
                             const store::CurrentResult& result) {
    const Parameters parameters = parameters_of(result, of.parameters.parameters);
    const Session session{plan.installation, window.ip, window.session_report_id, window.session_report,
                          true};
    const auto rates = rates_of(of, plan, current_adaptive(window));
    SessionComputer computer(of.readers.chains, of.readers.probes, parameters, of.history, rates, session);
    return computer.compute(window.window_id, window.reports, kComputedAgain);
}

// Its results stay, although they are not what they would be: said of them until they can be computed again.
void keep(const FollowersOf& of, RangePlan& plan, const store::CurrentWindow& window,
          const store::CurrentResult& result) {
    if (!result.history_changed) plan.history_changed.push_back(result.result_id);
    const store::CurrentResult* adaptive = current_adaptive(window);
    const bool is_marked = adaptive == nullptr || adaptive->history_changed;
    if (!is_marked) plan.history_changed.push_back(adaptive->result_id);
    if (!of.kept.contains(window.window_id)) plan.on_way.add(window.last_probe_s);
}

bool reads_same_floors(FollowersOf& of, const store::CurrentWindow& window,
                       const store::CurrentResult& result) {
    const auto offered = of.history.offered_to(window.ip, window.last_probe_s);
    return metrics::reads_the_same(*result.metrics.queueing, missing_of(result.metrics), offered);
}

// A result that is marked was not looked at when a sketch that it reads changed.
bool reads_same_sketches(FollowersOf& of, const store::CurrentWindow& window) {
    const store::CurrentResult* adaptive = current_adaptive(window);
    if (adaptive == nullptr) return true;
    if (adaptive->history_changed) return false;
    const auto own = metrics::sketched_window(window.window_id, window.last_probe_s, adaptive->metrics);
    if (!own) return true;
    const auto earlier = of.history.sketches_before(window.ip, window.last_probe_s);
    return metrics::reads_the_same(*adaptive->metrics.adaptive, metrics::kernel_choice(earlier, *own),
                                   of.sketches);
}

// Its result of `queueing` stays, that of `adaptive` follows from sketches.
void consider_pruned(FollowersOf& of, RangePlan& plan, const store::CurrentWindow& window,
                     bool has_same_floors) {
    if (!has_same_floors && !of.kept.contains(window.window_id)) plan.pruned.add(window.last_probe_s);
    // With the same floors it is the sketches that are others.
    if (!has_same_floors && reads_same_sketches(of, window)) return;
    if (of.readers.reads_pruned_windows(plan.installation, window.last_probe_s)) return;
    auto computed = computed_from_sketches(plan.installation, window, of.history, of.parameters.parameters,
                                           rates_of(of, plan, current_adaptive(window)));
    if (!computed) return;
    PlannedWindow planned =
        ResultPlanner(of.readers, of.parameters, plan).again(window, std::move(*computed));
    if (!planned.results.empty()) plan.followers.push_back(std::move(planned));
}

// What later windows read of this one, where it is another now.
void note_change(FollowersOf& of, const store::CurrentWindow& window, const store::CurrentResult& result,
                 const ComputedWindow& computed) {
    const store::CurrentResult* adaptive = current_adaptive(window);
    const bool has_other_sketches =
        !has_same_sketches(adaptive == nullptr ? nullptr : &adaptive->metrics,
                           &process::result_of(computed, Method::adaptive)->metrics);
    if (has_other_sketches) of.sketches.insert(window.window_id);
    const auto& queueing = process::result_of(computed, Method::queueing)->metrics;
    if (has_other_sketches || !offers_the_same(result.metrics, queueing)) of.changed.add(window.last_probe_s);
}

void consider(FollowersOf& of, RangePlan& plan, const store::CurrentWindow& window) {
    const store::CurrentResult* result = of_this_version(window, Method::queueing);
    if (of.computed.contains(window.window_id) || result == nullptr) return;
    const bool has_same_floors = reads_same_floors(of, window, *result);
    if (has_same_floors && reads_same_sketches(of, window)) {
        if (result->history_changed) plan.history_unchanged.push_back(result->result_id);
        return;
    }
    if (is_on_way(window)) return keep(of, plan, window, *result);
    if (has_pruned_reports(window)) return consider_pruned(of, plan, window, has_same_floors);
    ComputedWindow computed = compute_again(of, plan, window, *result);
    if (computed.is_hour_pruned) return consider_pruned(of, plan, window, has_same_floors);

    of.hours.leave_out(window.window_id);
    of.hours.add(computed.place, computed.window.first_probe_s, computed.latency->delays);
    put_into(of.history, window.window_id, computed);
    note_change(of, window, *result, computed);
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
