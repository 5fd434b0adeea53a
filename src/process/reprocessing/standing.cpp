// SPDX-License-Identifier: MIT

#include "process/reprocessing/standing.hpp"

#include <algorithm>

namespace tixdb::process {

using model::OutboxState;

bool is_open(const store::StandingResult& result) {
    if (!result.item) return false;
    const OutboxState state = result.item->state;
    return state == OutboxState::pending || state == OutboxState::retry || state == OutboxState::held ||
           state == OutboxState::dead;
}

bool is_on_way(const store::StandingWindow& window) {
    return std::any_of(window.results.begin(), window.results.end(), [](const store::StandingResult& result) {
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

const store::StandingResult* result_of(const store::StandingWindow& window, model::Method method) {
    const auto is_it = [&](const store::StandingResult& result) { return result.method == method; };
    const auto found = std::find_if(window.results.begin(), window.results.end(), is_it);
    return found == window.results.end() ? nullptr : &*found;
}

void add_published(PublishedSoFar& so_far, const store::StandingWindow& window) {
    for (const store::StandingResult& result : window.results) {
        if (is_open(result)) so_far.open = result.method;
        if (result.item && result.item->state == OutboxState::sent) so_far.sent = result.method;
        if (result.item && !is_open(result)) so_far.was_sent = true;
        if (result.decision == model::PublishDecision::reprocess) so_far.was_sent = true;
        if (result.decision == model::PublishDecision::before_publish_from) {
            so_far.was_before_publish_from = true;
        }
    }
}

}  // namespace tixdb::process
