// SPDX-License-Identifier: MIT

#include "process/reprocessing/window_matching.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "process/reprocessing/current_windows.hpp"

namespace tixdb::process {
namespace {

struct Best {
    std::optional<std::size_t> index;
    std::size_t shared = 0;

    void offer(std::size_t candidate, std::size_t count) {
        if (count <= shared) return;
        index = candidate;
        shared = count;
    }
};

using Reports = std::vector<std::int64_t>;
using ByReports = std::map<Reports, const store::CurrentWindow*>;

bool has_pruned(const std::vector<store::ReportHeader>& reports) {
    return std::any_of(reports.begin(), reports.end(),
                       [](const store::ReportHeader& report) { return report.pruned; });
}

// Gives each window that the reports form the current one of the very same reports. Returns the reports of
// those that cannot be computed any more.
std::set<std::int64_t> match_same(MatchedRange& matched, const std::vector<FormedSession>& sessions,
                                  const std::vector<store::CurrentWindow>& current) {
    ByReports by_reports;
    for (const store::CurrentWindow& window : current) by_reports[report_ids_of(window.reports)] = &window;
    std::set<std::int64_t> pruned_reports;
    for (const FormedSession& session : sessions) {
        auto& windows = matched.sessions.emplace_back();
        for (const FormedWindow& formed : session.windows) {
            const auto same = by_reports.find(report_ids_of(formed.reports));
            windows.push_back({&formed, same == by_reports.end() ? nullptr : same->second, false, {}});
            if (!formed.is_pruned) continue;
            for (const auto& report : formed.reports) pruned_reports.insert(report.report_id);
        }
    }
    return pruned_reports;
}

// Sorts the current windows into those that keep their results, those that are computed again, and those that
// go.
void sort_out_current(MatchedRange& matched, const std::vector<store::CurrentWindow>& current,
                      const std::set<std::int64_t>& pruned_reports) {
    std::set<const store::CurrentWindow*> same;
    std::set<const store::CurrentWindow*> kept;
    for (const auto& windows : matched.sessions) {
        for (const MatchedWindow& window : windows) {
            if (window.same == nullptr) continue;
            same.insert(window.same);
            if (window.formed->is_pruned) kept.insert(window.same);
        }
    }
    const auto is_of_pruned = [&](const store::ReportHeader& report) {
        return pruned_reports.contains(report.report_id);
    };
    for (const store::CurrentWindow& window : current) {
        const bool is_same = same.contains(&window);
        const auto& reports = window.reports;
        const bool is_pruned = kept.contains(&window) || has_pruned(reports) ||
                               (!is_same && std::any_of(reports.begin(), reports.end(), is_of_pruned));
        if (is_pruned) matched.pruned.push_back(&window);
        if (is_pruned || is_on_way(window)) kept.insert(&window);
        if (!is_same && is_on_way(window)) matched.is_blocked = true;
        if (!is_same && !kept.contains(&window)) matched.superseded.push_back(&window);
    }
    for (auto& windows : matched.sessions) {
        for (MatchedWindow& window : windows) window.is_kept = kept.contains(window.same);
    }
}

void match_predecessors(MatchedRange& matched) {
    std::vector<MatchedWindow*> fresh;
    std::vector<Reports> reports_of_fresh;
    for (auto& windows : matched.sessions) {
        for (MatchedWindow& window : windows) {
            if (window.same != nullptr || window.formed->is_pruned) continue;
            fresh.push_back(&window);
            reports_of_fresh.push_back(report_ids_of(window.formed->reports));
        }
    }
    std::vector<Reports> reports_of_old;
    for (const auto* window : matched.superseded) reports_of_old.push_back(report_ids_of(window->reports));
    const auto found = predecessors_of(reports_of_fresh, reports_of_old);
    for (std::size_t i = 0; i < fresh.size(); ++i) {
        for (const std::size_t index : found[i]) fresh[i]->predecessors.push_back(matched.superseded[index]);
    }
}

}  // namespace

MatchedRange match_windows(const std::vector<FormedSession>& sessions,
                           const std::vector<store::CurrentWindow>& current) {
    MatchedRange matched;
    const auto pruned_reports = match_same(matched, sessions, current);
    sort_out_current(matched, current, pruned_reports);
    match_predecessors(matched);
    return matched;
}

std::vector<std::vector<std::size_t>> predecessors_of(
    const std::vector<std::vector<std::int64_t>>& new_windows,
    const std::vector<std::vector<std::int64_t>>& old_windows) {
    std::multimap<std::int64_t, std::size_t> old_with;
    for (std::size_t i = 0; i < old_windows.size(); ++i) {
        for (const std::int64_t report_id : old_windows[i]) old_with.emplace(report_id, i);
    }
    std::vector<Best> successor(old_windows.size());
    std::vector<std::set<std::size_t>> found(new_windows.size());
    for (std::size_t i = 0; i < new_windows.size(); ++i) {
        std::map<std::size_t, std::size_t> shared;
        for (const std::int64_t report_id : new_windows[i]) {
            const auto [begin, end] = old_with.equal_range(report_id);
            for (auto at = begin; at != end; ++at) ++shared[at->second];
        }
        Best predecessor;
        for (const auto& [old_index, count] : shared) {
            predecessor.offer(old_index, count);
            successor[old_index].offer(i, count);
        }
        if (predecessor.index) found[i].insert(*predecessor.index);
    }
    for (std::size_t i = 0; i < old_windows.size(); ++i) {
        if (successor[i].index) found[*successor[i].index].insert(i);
    }
    std::vector<std::vector<std::size_t>> predecessors;
    predecessors.reserve(found.size());
    for (const auto& indices : found) predecessors.emplace_back(indices.begin(), indices.end());
    return predecessors;
}

}  // namespace tixdb::process
