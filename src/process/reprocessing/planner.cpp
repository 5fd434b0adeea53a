// SPDX-License-Identifier: MIT

#include "process/reprocessing/planner.hpp"

#include <algorithm>
#include <utility>

#include "payload/payload.hpp"
#include "process/publish_rule.hpp"
#include "process/reprocessing/comparison.hpp"
#include "process/reprocessing/standing.hpp"
#include "process/reprocessing/succession.hpp"

namespace tixdb::process {
namespace {

using model::PublishDecision;

bool has_pruned(const std::vector<store::ReportHeader>& reports) {
    return std::any_of(reports.begin(), reports.end(),
                       [](const store::ReportHeader& report) { return report.pruned; });
}

}  // namespace

Planner::Planner(store::Database& database, const ReprocessParameters& parameters)
    : database_(database),
      parameters_(parameters),
      chains_(database),
      reports_(database),
      standing_reader_(database),
      outbox_(database),
      computer_(database, chains_, parameters.parameters) {}

SpanPlan Planner::plan(const model::InstallationKey& key, const Span& span) {
    begin(key, span);
    const auto sessions = form_sessions(reports_, key, span);
    plan_.sessions = std::ssize(sessions);
    for (const FormedSession& session : sessions) plan_.reports += session.reports;
    sort_out(sessions);
    // A window whose item is on its way is neither changed nor superseded: nothing around it can be either.
    const auto is_stuck = [&](const Standing& standing) {
        return is_on_way(standing) && !same_.contains(standing.window_id);
    };
    if (std::any_of(standing_.begin(), standing_.end(), is_stuck)) {
        for (const Standing& standing : standing_) plan_.on_way.add(standing.last_s);
        return std::move(plan_);
    }
    plan_.late_reports = std::ssize(reports_.late_in_span(key, span.first, span.last));
    find_predecessors(sessions);
    for (const FormedSession& session : sessions) plan_session(session);
    plan_superseded();
    plan_followers();
    return std::move(plan_);
}

void Planner::begin(const model::InstallationKey& key, const Span& span) {
    plan_ = {};
    plan_.installation = key;
    plan_.span = span;
    if (!planned_until_s_ || batch_.installation != key) {
        batch_ = {};
        batch_.installation = key;
        left_out_.clear();
    }
    computer_.begin_installation(batch_);
    standing_ = standing_reader_.windows(key, span.first, span.last);
    by_reports_.clear();
    for (const Standing& standing : standing_) by_reports_[report_ids_of(standing.reports)] = &standing;
    same_.clear();
    kept_.clear();
    predecessors_.clear();
    ends_.clear();
    new_base_ips_.clear();
}

void Planner::sort_out(const std::vector<FormedSession>& sessions) {
    std::set<std::int64_t> pruned_reports;  // reports of windows that cannot be computed any more
    for (const FormedSession& session : sessions) {
        for (const FormedWindow& window : session.windows) {
            const Standing* standing = standing_of(window.reports);
            if (standing != nullptr) same_.insert(standing->window_id);
            if (!window.is_pruned) continue;
            for (const auto& report : window.reports) pruned_reports.insert(report.report_id);
        }
    }
    for (const Standing& standing : standing_) {
        const bool is_same = same_.contains(standing.window_id);
        const bool is_pruned =
            has_pruned(standing.reports) ||
            std::any_of(standing.reports.begin(), standing.reports.end(), [&](const auto& report) {
                return !is_same && pruned_reports.contains(report.report_id);
            });
        if (is_on_way(standing) || is_pruned) kept_.insert(standing.window_id);
        if (is_pruned) plan_.pruned.add(standing.last_s);
    }
    for (const FormedSession& session : sessions) {
        for (const FormedWindow& window : session.windows) {
            const Standing* standing = standing_of(window.reports);
            if (!window.is_pruned || standing == nullptr) continue;
            if (kept_.insert(standing->window_id).second) plan_.pruned.add(standing->last_s);
        }
    }
    const auto& methods = parameters_.methods;
    const bool is_queueing_computed =
        std::find(methods.begin(), methods.end(), model::Method::queueing) != methods.end();
    for (const Standing& standing : standing_) {
        if (kept_.contains(standing.window_id)) continue;
        if (is_queueing_computed || !same_.contains(standing.window_id)) left_out_.insert(standing.window_id);
    }
    computer_.leave_out(left_out_);
}

void Planner::find_predecessors(const std::vector<FormedSession>& sessions) {
    std::vector<std::vector<std::int64_t>> fresh;
    for (const FormedSession& session : sessions) {
        for (const FormedWindow& window : session.windows) {
            if (window.is_pruned || standing_of(window.reports) != nullptr) continue;
            fresh.push_back(report_ids_of(window.reports));
        }
    }
    std::vector<const Standing*> superseded;
    std::vector<std::vector<std::int64_t>> old;
    for (const Standing& standing : standing_) {
        if (kept_.contains(standing.window_id) || same_.contains(standing.window_id)) continue;
        superseded.push_back(&standing);
        old.push_back(report_ids_of(standing.reports));
    }
    const auto found = predecessors_of(fresh, old);
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        auto& of_window = predecessors_[fresh[i]];
        for (const std::size_t index : found[i]) of_window.push_back(superseded[index]);
    }
}

void Planner::plan_session(const FormedSession& session) {
    computer_.begin_session(session.session);
    for (const FormedWindow& window : session.windows) {
        const Standing* standing = standing_of(window.reports);
        if (standing != nullptr && standing->session_report_id != session.session.session_report_id) {
            plan_.moves.push_back({standing->window_id, session.session.session_report_id});
        }
        if (standing != nullptr && kept_.contains(standing->window_id)) {
            plan_kept(*standing, window.reports);
        } else if (window.is_pruned) {
            continue;
        } else if (standing != nullptr) {
            plan_same(*standing, window.reports);
        } else {
            plan_new(window.reports);
        }
    }
}

void Planner::plan_kept(const Standing& standing, const Reports& reports) {
    if (is_on_way(standing)) plan_.on_way.add(standing.last_s);
    computer_.skip_window(reports);
    const auto* result = result_of(standing, model::Method::queueing);
    if (result != nullptr && result->method_version == metrics::kQueueingVersion) {
        computer_.carry_skew(result->session_skew_ms_per_s);
    }
}

void Planner::plan_same(const Standing& standing, const Reports& reports) {
    ComputedWindow computed = computer_.compute(reports, parameters_.methods);
    if (result_of(standing, model::Method::queueing) != nullptr &&
        std::none_of(computed.results.begin(), computed.results.end(), [](const ComputedResult& result) {
            return result.metrics.method == model::Method::queueing;
        })) {
        computer_.carry_skew(result_of(standing, model::Method::queueing)->session_skew_ms_per_s);
    }
    batch_.windows.push_back(computed);
    PublishedSoFar so_far;
    add_published(so_far, standing);
    PlannedWindow planned{standing.window_id, computed.window, {}};
    for (ComputedResult& result : computed.results) {
        plan_result(planned, standing, std::move(result), so_far);
    }
    replace_items(planned, standing);
    if (planned.results.empty()) ++plan_.unchanged;
    plan_.windows.push_back(std::move(planned));
}

void Planner::plan_result(PlannedWindow& planned, const Standing& standing, ComputedResult result,
                          const PublishedSoFar& so_far) {
    const model::Method method = result.metrics.method;
    const store::StandingResult* stands = result_of(standing, method);
    decide(planned.window, result, so_far);
    std::optional<Why> why = Why::not_computed;
    if (stands != nullptr) why = difference(*stands, result.metrics);
    const bool is_queued_now = result.decision == PublishDecision::queued &&
                               (stands == nullptr || stands->decision != PublishDecision::queued);
    if (!why && parameters_.republish && is_queued_now) why = Why::publish;
    if (!why) return;
    if (method == model::Method::queueing && *why != Why::parameters && *why != Why::publish) {
        note_new_base(planned.window);
    }
    auto changes = value_changes(planned.window.last_s, method, stands, &result, *why);
    plan_.changes.insert(plan_.changes.end(), changes.begin(), changes.end());
    std::optional<std::int64_t> supersedes;
    if (stands != nullptr) supersedes = stands->result_id;
    planned.results.push_back({supersedes, std::move(result)});
}

// An item goes with its result; and with the queueing of another method's result.
void Planner::replace_items(const PlannedWindow& planned, const Standing& standing) {
    const bool is_queued = std::any_of(
        planned.results.begin(), planned.results.end(),
        [](const PlannedResult& entry) { return entry.result.decision == PublishDecision::queued; });
    for (const store::StandingResult& stands : standing.results) {
        if (!is_open(stands)) continue;
        const bool is_replaced =
            std::any_of(planned.results.begin(), planned.results.end(),
                        [&](const PlannedResult& entry) { return entry.supersedes == stands.result_id; });
        if (is_queued || is_replaced) plan_.superseded_items.push_back(stands.item->outbox_id);
    }
}

void Planner::plan_new(const Reports& reports) {
    ComputedWindow computed = computer_.compute(reports, parameters_.parameters.methods);
    batch_.windows.push_back(computed);
    const auto& predecessors = predecessors_[report_ids_of(reports)];
    PublishedSoFar so_far;
    for (const Standing* standing : predecessors) add_published(so_far, *standing);
    // What people see it in place of: the window that ended at the same time.
    const auto is_counterpart = [&](const Standing* old) { return old->last_s == computed.window.last_s; };
    const auto counterpart = std::find_if(predecessors.begin(), predecessors.end(), is_counterpart);

    PlannedWindow planned{std::nullopt, computed.window, {}};
    for (ComputedResult& result : computed.results) {
        decide(planned.window, result, so_far);
        const store::StandingResult* stands = nullptr;
        if (counterpart != predecessors.end()) stands = result_of(**counterpart, result.metrics.method);
        auto changes =
            value_changes(planned.window.last_s, result.metrics.method, stands, &result, Why::late_reports);
        plan_.changes.insert(plan_.changes.end(), changes.begin(), changes.end());
        planned.results.push_back({std::nullopt, std::move(result)});
    }
    if (counterpart != predecessors.end()) ends_.insert(computed.window.last_s);
    note_new_base(planned.window);
    plan_.windows.push_back(std::move(planned));
}

void Planner::plan_superseded() {
    for (const Standing& standing : standing_) {
        if (kept_.contains(standing.window_id) || same_.contains(standing.window_id)) continue;
        plan_.superseded_windows.push_back(standing.window_id);
        model::Window window;
        window.ip = standing.ip;
        window.last_s = standing.last_s;
        note_new_base(window);
        for (const store::StandingResult& result : standing.results) {
            plan_.superseded_results.push_back(result.result_id);
            if (is_open(result)) plan_.superseded_items.push_back(result.item->outbox_id);
            if (ends_.contains(standing.last_s)) continue;
            auto changes = value_changes(standing.last_s, result.method, &result, nullptr, Why::late_reports);
            plan_.changes.insert(plan_.changes.end(), changes.begin(), changes.end());
        }
    }
}

void Planner::decide(const model::Window& window, ComputedResult& result, const PublishedSoFar& so_far) {
    result.decision =
        decide_again(window, result.metrics, parameters_.parameters, so_far, parameters_.republish);
    if (result.decision != PublishDecision::queued) return;
    result.body = payload::body_of(window.last_s, window.ip, result.metrics);
    for (const std::string& sent : outbox_.sent_bodies(plan_.installation, window.last_s)) {
        if (!payload::same_at_api(sent, *result.body)) continue;
        result.decision = PublishDecision::reprocess;
        result.body.reset();
        return;
    }
}

void Planner::note_new_base(const model::Window& window) {
    const bool is_first = new_base_ips_.empty();
    new_base_from_s_ = is_first ? window.last_s : std::min(new_base_from_s_, window.last_s);
    new_base_to_s_ = is_first ? window.last_s : std::max(new_base_to_s_, window.last_s);
    new_base_ips_.insert(window.ip);
}

void Planner::plan_followers() {
    if (new_base_ips_.empty()) return;
    const auto later = standing_reader_.windows_between(plan_.installation, new_base_from_s_,
                                                        new_base_to_s_ + metrics::kBaselineHorizonS);
    std::set<std::int64_t> of_span;
    for (const Standing& standing : standing_) of_span.insert(standing.window_id);
    for (const Standing& standing : later) {
        if (of_span.contains(standing.window_id) || !new_base_ips_.contains(standing.ip)) continue;
        if (planned_until_s_ && standing.reports.front().place.first_s < *planned_until_s_) continue;
        const auto* result = result_of(standing, model::Method::queueing);
        if (result != nullptr && result->method_version == metrics::kQueueingVersion) {
            plan_follower(standing, *result);
        }
    }
}

void Planner::plan_follower(const Standing& standing, const store::StandingResult& result) {
    const auto base_ms = real_named(result.figures, "base_ms");
    const auto baseline_ms = real_named(result.figures, "baseline_ms");
    if (!base_ms || !baseline_ms) return;
    model::Window window;
    window.installation = plan_.installation;
    window.ip = standing.ip;
    window.last_s = standing.last_s;
    if (std::min(*base_ms, computer_.least_base(window).value_or(*base_ms)) == *baseline_ms) return;
    if (is_on_way(standing)) return plan_.on_way.add(standing.last_s);
    if (has_pruned(standing.reports)) return plan_.pruned.add(standing.last_s);

    // As it was computed, but for the history.
    Parameters parameters = parameters_.parameters;
    parameters.queueing.epsilon_up_ms = result.epsilon_up_ms.value_or(parameters.queueing.epsilon_up_ms);
    parameters.queueing.epsilon_down_ms =
        result.epsilon_down_ms.value_or(parameters.queueing.epsilon_down_ms);
    WindowComputer computer(database_, chains_, parameters);
    computer.begin_installation(batch_);
    auto left_out = left_out_;
    left_out.insert(standing.window_id);
    computer.leave_out(std::move(left_out));
    computer.begin_session({plan_.installation, standing.ip, standing.session_report_id, true});
    computer.carry_skew(carried_skew(result.figures));
    ComputedWindow computed = computer.compute(standing.reports, std::array{model::Method::queueing});

    PublishedSoFar so_far;
    add_published(so_far, standing);
    PlannedWindow planned{standing.window_id, computed.window, {}};
    plan_result(planned, standing, std::move(computed.results.front()), so_far);
    replace_items(planned, standing);
    if (!planned.results.empty()) plan_.followers.push_back(std::move(planned));
}

const Planner::Standing* Planner::standing_of(const Reports& reports) const {
    const auto found = by_reports_.find(report_ids_of(reports));
    return found == by_reports_.end() ? nullptr : found->second;
}

}  // namespace tixdb::process
