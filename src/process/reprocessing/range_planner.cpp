// SPDX-License-Identifier: MIT

#include "process/reprocessing/range_planner.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include "base/signals.hpp"
#include "metrics/methods.hpp"
#include "process/reprocessing/comparison.hpp"
#include "process/reprocessing/current_windows.hpp"
#include "process/reprocessing/followers.hpp"
#include "process/reprocessing/pruned_windows.hpp"
#include "process/reprocessing/result_planner.hpp"
#include "process/reprocessing/window_matching.hpp"
#include "process/session_computer.hpp"

namespace tixdb::process {
namespace {

using model::Method;

// Late reports of the range are taken in.
LatencyHours::IsCounted counted_in(const SessionRange& range) {
    return [range](const store::HourReport& report, const store::ReportsSetApart& set_apart) {
        const std::int64_t id = report.report_id;
        const bool is_in_range = report.place >= range.first && report.place <= range.last;
        return !set_apart.unprocessed.contains(id) && (!set_apart.late.contains(id) || is_in_range);
    };
}

// One range: made for it, and gone with it.
class RangePlanner {
  public:
    RangePlanner(PlanReaders& readers, const ReprocessParameters& parameters, const AssumedChanges& assumed,
                 const MatchedRange& matched, RangePlan& plan)
        : readers_(readers),
          parameters_(parameters),
          assumed_(assumed),
          plan_(plan),
          computed_(computed_again(matched)),
          history_(readers.history, plan.installation, left_out()),
          hours_(readers.hours, plan.installation, HourMinutes::all, counted_in(plan.range)),
          rates_(readers.link_rates.changes(plan.installation)),
          results_(readers, parameters, plan) {
        assumed.put_into(plan.installation, computed_, history_);
        for (const auto* window : matched.superseded) hours_.leave_out(window->window_id);
        readers.hours.hours.report_times(
            plan.installation, plan.range.first.first_observation_s - 1, plan.range.last.first_observation_s,
            [&](std::int64_t first_s, std::int64_t last_s) { hours_.touch(first_s, last_s); });
    }

    void plan_session(const Session& session, const std::vector<MatchedWindow>& windows);
    void plan_superseded(const MatchedRange& matched);
    // Once all of the range is planned.
    void plan_followers() {
        process::plan_followers(
            {readers_, parameters_, assumed_, history_, hours_, changed_, sketches_, computed_, kept_},
            plan_);
    }
    // After all else.
    void plan_hours();

  private:
    [[nodiscard]] bool is_computed(Method method) const {
        const auto& methods = parameters_.methods;
        return std::find(methods.begin(), methods.end(), method) != methods.end();
    }
    [[nodiscard]] std::set<std::int64_t> computed_again(const MatchedRange& matched) const;
    [[nodiscard]] std::set<std::int64_t> left_out() const;
    void plan_window(SessionComputer& computer, const MatchedWindow& window);
    void plan_same(SessionComputer& computer, const MatchedWindow& window);
    void plan_new(SessionComputer& computer, const MatchedWindow& window);
    // One whose observations are gone.
    void plan_from_sketches(const store::CurrentWindow& window);
    void take_delays(const ComputedWindow& computed, std::optional<std::int64_t> window_id);
    // What later windows read of a window that stays, where it is another now.
    void note_changes(const store::CurrentWindow& same, const ComputedWindow& computed);

    PlanReaders& readers_;
    const ReprocessParameters& parameters_;
    const AssumedChanges& assumed_;
    RangePlan& plan_;
    std::set<std::int64_t> computed_;  // window_ids: no history until they are computed, or superseded
    std::set<std::int64_t> kept_;
    History history_;
    LatencyHours hours_;
    const std::vector<model::LinkRateChange> rates_;
    ResultPlanner results_;
    ChangedEnds changed_;
    std::set<std::int64_t> sketches_;  // window_ids of the same windows, whose sketches are others now
    std::set<std::int64_t> ends_;      // of new windows that people see in place of old ones
};

std::set<std::int64_t> RangePlanner::computed_again(const MatchedRange& matched) const {
    std::set<std::int64_t> ids;
    for (const auto* window : matched.superseded) ids.insert(window->window_id);
    for (const auto& windows : matched.sessions) {
        for (const MatchedWindow& window : windows) {
            const bool is_again = window.same != nullptr && !window.is_kept && is_computed(Method::queueing);
            if (is_again) ids.insert(window.same->window_id);
        }
    }
    return ids;
}

std::set<std::int64_t> RangePlanner::left_out() const {
    std::set<std::int64_t> ids = assumed_.left_out(plan_.installation);
    ids.insert(computed_.begin(), computed_.end());
    return ids;
}

void RangePlanner::plan_session(const Session& session, const std::vector<MatchedWindow>& windows) {
    SessionComputer computer(readers_.chains, readers_.probes, parameters_.parameters, history_, rates_,
                             session);
    for (const MatchedWindow& window : windows) {
        throw_if_stopped();
        if (window.same != nullptr && window.same->session_report_id != session.session_report_id) {
            plan_.moves.push_back({window.same->window_id, session.session_report_id});
        }
        plan_window(computer, window);
    }
}

void RangePlanner::plan_window(SessionComputer& computer, const MatchedWindow& window) {
    if (window.is_kept) {
        kept_.insert(window.same->window_id);
        if (is_on_way(*window.same)) {
            plan_.on_way.add(window.same->last_probe_s);
        } else {
            plan_from_sketches(*window.same);
        }
        computer.skip(window.formed->reports);
    } else if (window.same != nullptr) {
        plan_same(computer, window);
    } else if (!window.formed->is_pruned) {
        plan_new(computer, window);
    }
}

void RangePlanner::plan_same(SessionComputer& computer, const MatchedWindow& window) {
    ComputedWindow computed =
        computer.compute(window.same->window_id, window.formed->reports, parameters_.methods);
    put_into(history_, window.same->window_id, computed);
    note_changes(*window.same, computed);
    // Without `queueing` it says less than what is stored.
    if (!is_computed(Method::queueing)) computed.latency.reset();
    take_delays(computed, window.same->window_id);
    PlannedWindow planned = results_.again(*window.same, std::move(computed));
    if (planned.results.empty() && !planned.latency) ++plan_.unchanged;
    plan_.windows.push_back(std::move(planned));
}

// What later windows read of it stays as it is.
void RangePlanner::plan_from_sketches(const store::CurrentWindow& window) {
    if (!is_computed(Method::adaptive)) return;
    if (readers_.reads_pruned_windows(plan_.installation, window.last_probe_s)) return;
    auto computed =
        computed_from_sketches(plan_.installation, window, history_, parameters_.parameters, rates_);
    if (!computed) return;
    computed_.insert(window.window_id);
    PlannedWindow planned = results_.again(window, std::move(*computed));
    if (!planned.results.empty()) plan_.windows.push_back(std::move(planned));
}

void RangePlanner::note_changes(const store::CurrentWindow& same, const ComputedWindow& computed) {
    const store::NewResult* queueing = process::result_of(computed, Method::queueing);
    if (queueing == nullptr) return;
    const store::CurrentResult* old = of_this_version(same, Method::queueing);
    const store::CurrentResult* old_adaptive = of_this_version(same, Method::adaptive);
    const store::NewResult* adaptive = process::result_of(computed, Method::adaptive);
    const bool has_other_sketches =
        !has_same_sketches(old_adaptive == nullptr ? nullptr : &old_adaptive->metrics,
                           adaptive == nullptr ? nullptr : &adaptive->metrics);
    if (has_other_sketches) sketches_.insert(same.window_id);
    const bool is_as_before =
        !has_other_sketches && old != nullptr && offers_the_same(old->metrics, queueing->metrics);
    if (!is_as_before) changed_.add(computed.window.last_probe_s);
}

void RangePlanner::plan_new(SessionComputer& computer, const MatchedWindow& window) {
    const std::int64_t window_id = provisional_id(plan_.windows.size());
    ComputedWindow computed =
        computer.compute(window_id, window.formed->reports, parameters_.parameters.methods);
    put_into(history_, window_id, computed);
    changed_.add(computed.window.last_probe_s);
    take_delays(computed, std::nullopt);
    auto [planned, has_counterpart] = results_.fresh(window.predecessors, std::move(computed));
    if (has_counterpart) ends_.insert(planned.window.last_probe_s);
    plan_.windows.push_back(std::move(planned));
}

void RangePlanner::take_delays(const ComputedWindow& computed, std::optional<std::int64_t> window_id) {
    if (!computed.latency) return;
    if (window_id) hours_.leave_out(*window_id);
    hours_.add(computed.place, computed.window.first_probe_s, computed.latency->delays);
    hours_.settle(computed.place.last_probe_s);
}

void RangePlanner::plan_hours() {
    for (ChangedHour& changed : hours_.finish()) {
        const model::LatencyHour& hour = changed.hour;
        if (hour == readers_.hours.stored.hour(plan_.installation, hour.hour_s)) continue;
        plan_.hours.push_back(std::move(changed));
    }
}

void RangePlanner::plan_superseded(const MatchedRange& matched) {
    for (const store::CurrentWindow* old : matched.superseded) {
        plan_.superseded_windows.push_back(old->window_id);
        changed_.add(old->last_probe_s);
        for (const store::CurrentResult& result : old->results) {
            plan_.superseded_results.push_back(result.result_id);
            if (is_open(result)) plan_.superseded_items.push_back(result.item->outbox_id);
            if (ends_.contains(old->last_probe_s)) continue;
            auto changes =
                value_changes(old->last_probe_s, result.method(), &result, nullptr, Why::late_reports);
            plan_.changes.insert(plan_.changes.end(), changes.begin(), changes.end());
        }
    }
}

}  // namespace

RangePlan plan_range(PlanReaders& readers, const ReprocessParameters& parameters,
                     const AssumedChanges& assumed, const model::InstallationKey& key,
                     const SessionRange& range) {
    RangePlan plan;
    plan.installation = key;
    plan.range = range;
    const auto sessions = form_sessions(readers.reports, key, range);
    plan.sessions = std::ssize(sessions);
    for (const FormedSession& session : sessions) plan.reports += session.reports;
    auto current = readers.windows.windows(key, range.first, range.last);
    assumed.apply(key, current);
    const MatchedRange matched = match_windows(sessions, current);
    for (const store::CurrentWindow* window : matched.pruned) plan.pruned.add(window->last_probe_s);
    if (matched.is_blocked) {
        for (const store::CurrentWindow& window : current) plan.on_way.add(window.last_probe_s);
        return plan;
    }
    plan.late_reports = std::ssize(readers.reports.late_in_span(key, range.first, range.last));
    RangePlanner planner(readers, parameters, assumed, matched, plan);
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        planner.plan_session(sessions[i].session, matched.sessions[i]);
    }
    planner.plan_superseded(matched);
    planner.plan_followers();
    planner.plan_hours();
    return plan;
}

}  // namespace tixdb::process
