// SPDX-License-Identifier: MIT

#include "process/reprocessing/assumed_changes.hpp"

#include <algorithm>

#include "metrics/methods.hpp"

namespace tixdb::process {

void AssumedChanges::add(const RangePlan& plan) {
    if (installation_ != plan.installation) {
        superseded_.clear();
        results_.clear();
        unmarked_.clear();
        installation_ = plan.installation;
    }
    superseded_.insert(plan.superseded_windows.begin(), plan.superseded_windows.end());
    unmarked_.insert(plan.history_unchanged.begin(), plan.history_unchanged.end());
    std::vector<std::int64_t> window_ids;
    for (const PlannedWindow& planned : plan.windows) {
        window_ids.push_back(planned.window_id ? *planned.window_id : next_id_++);
    }
    for (std::size_t i = 0; i < plan.windows.size(); ++i)
        add_window(plan.windows[i], window_ids, window_ids[i]);
    for (const PlannedWindow& planned : plan.followers) {
        add_window(planned, window_ids, planned.window_id.value());
    }
}

void AssumedChanges::add_window(const PlannedWindow& planned, const std::vector<std::int64_t>& window_ids,
                                std::int64_t window_id) {
    for (const PlannedResult& entry : planned.results) {
        store::NewResult result = entry.result;
        result.metrics = with_window_ids(std::move(result.metrics), window_ids);
        results_[window_id].insert_or_assign(result.metrics.method,
                                             Result{planned.place, planned.window.ip, std::move(result)});
    }
}

void AssumedChanges::apply(const model::InstallationKey& key,
                           std::vector<store::CurrentWindow>& windows) const {
    if (key != installation_) return;
    const auto is_superseded = [&](const store::CurrentWindow& window) {
        return superseded_.contains(window.window_id);
    };
    windows.erase(std::remove_if(windows.begin(), windows.end(), is_superseded), windows.end());
    for (store::CurrentWindow& window : windows) {
        for (store::CurrentResult& result : window.results) {
            if (unmarked_.contains(result.result_id)) result.history_changed = false;
            const auto of_window = results_.find(window.window_id);
            if (of_window == results_.end() || !of_window->second.contains(result.method())) continue;
            const store::NewResult& assumed = of_window->second.at(result.method()).result;
            result.metrics = assumed.metrics;
            result.decision = assumed.decision;
            result.history_changed = false;
            const bool is_queued = assumed.decision == model::PublishDecision::queued;
            result.item.reset();
            if (is_queued) result.item = store::CurrentItem{0, model::OutboxState::pending};
        }
    }
}

std::set<std::int64_t> AssumedChanges::left_out(const model::InstallationKey& key) const {
    if (key != installation_) return {};
    std::set<std::int64_t> ids = superseded_;
    for (const auto& [window_id, results] : results_) {
        if (results.contains(model::Method::queueing)) ids.insert(window_id);
    }
    return ids;
}

void AssumedChanges::put_into(const model::InstallationKey& key, History& history) const {
    if (key != installation_) return;
    const int version = metrics::version_of(model::Method::queueing);
    for (const auto& [window_id, results] : results_) {
        const auto queueing = results.find(model::Method::queueing);
        if (queueing == results.end() || superseded_.contains(window_id)) continue;
        const Result& assumed = queueing->second;
        if (assumed.result.metrics.method_version != version) continue;
        history.put(window_id, assumed.place, assumed.ip, assumed.result.metrics);
    }
}

}  // namespace tixdb::process
