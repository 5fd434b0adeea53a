// SPDX-License-Identifier: MIT

#include "process/reprocessing/assumed_changes.hpp"

#include <algorithm>

namespace tixdb::process {

void AssumedChanges::add(const RangePlan& plan) {
    if (installation_ != plan.installation) {
        superseded_.clear();
        results_.clear();
        reads_.clear();
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
        results_[window_id].insert_or_assign(result.metrics.method, std::move(result));
    }
    if (planned.results.empty()) return;
    Read read{planned.place, planned.window.ip, {}};
    for (const model::WindowMetrics& metrics : planned.computed) {
        read.metrics.insert_or_assign(metrics.method, with_window_ids(metrics, window_ids));
    }
    reads_.insert_or_assign(window_id, std::move(read));
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
            const store::NewResult& assumed = of_window->second.at(result.method());
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
    for (const auto& [window_id, read] : reads_) {
        if (read.metrics.contains(model::Method::queueing)) ids.insert(window_id);
    }
    return ids;
}

void AssumedChanges::put_into(const model::InstallationKey& key, const std::set<std::int64_t>& without,
                              History& history) const {
    if (key != installation_) return;
    const store::HistoryVersions versions = history_versions();
    for (const auto& [window_id, read] : reads_) {
        if (without.contains(window_id)) continue;
        const auto metrics_of = [&of = read.metrics](model::Method method, int version) {
            const auto found = of.find(method);
            const bool is_read = found != of.end() && found->second.method_version == version;
            return is_read ? &found->second : nullptr;
        };
        const auto* queueing = metrics_of(model::Method::queueing, versions.queueing);
        if (queueing == nullptr || superseded_.contains(window_id)) continue;
        history.put(window_id, read.place, read.ip, *queueing,
                    metrics_of(model::Method::adaptive, versions.adaptive));
    }
}

}  // namespace tixdb::process
