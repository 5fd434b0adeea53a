// SPDX-License-Identifier: MIT

#include "process/reprocessing/current_windows.hpp"

#include <algorithm>

#include "metrics/methods.hpp"

namespace tixdb::process {

using model::OutboxState;

bool is_open(const store::CurrentResult& result) {
    if (!result.item) return false;
    const OutboxState state = result.item->state;
    return state == OutboxState::pending || state == OutboxState::retry || state == OutboxState::held ||
           state == OutboxState::dead;
}

bool is_on_way(const store::CurrentWindow& window) {
    return std::any_of(window.results.begin(), window.results.end(), [](const store::CurrentResult& result) {
        return result.item &&
               (result.item->state == OutboxState::sending || result.item->state == OutboxState::uncertain);
    });
}

std::vector<std::int64_t> report_ids_of(const std::vector<store::ReportHeader>& reports) {
    std::vector<std::int64_t> ids;
    ids.reserve(reports.size());
    for (const store::ReportHeader& report : reports) ids.push_back(report.report_id);
    return ids;
}

const store::CurrentResult* result_of(const store::CurrentWindow& window, model::Method method) {
    const auto is_it = [&](const store::CurrentResult& result) { return result.method() == method; };
    const auto found = std::find_if(window.results.begin(), window.results.end(), is_it);
    return found == window.results.end() ? nullptr : &*found;
}

const store::CurrentResult* of_this_version(const store::CurrentWindow& window, model::Method method) {
    const store::CurrentResult* result = result_of(window, method);
    return result != nullptr && result->metrics.method_version == metrics::version_of(method) ? result
                                                                                              : nullptr;
}

std::optional<model::Missing> missing_of(const model::WindowMetrics& metrics) {
    if (metrics.up.usage.value()) return std::nullopt;
    return metrics.up.usage.reason();
}

void add_published(PublishedSoFar& so_far, const store::CurrentWindow& window) {
    for (const store::CurrentResult& result : window.results) {
        if (is_open(result)) so_far.open = result.method();
        if (result.item && result.item->state == OutboxState::sent) so_far.sent = result.method();
        if (result.item && !is_open(result)) so_far.was_sent = true;
        if (!result.item && result.decision == model::PublishDecision::queued) {
            // Only items that are done are pruned; publish asks tix-api whether it was sent.
            so_far.was_sent = true;
            if (!so_far.sent) so_far.sent = result.method();
        }
        if (result.decision == model::PublishDecision::reprocess) so_far.was_sent = true;
        if (result.decision == model::PublishDecision::before_publish_from) {
            so_far.was_before_publish_from = true;
        }
    }
}

}  // namespace tixdb::process
