// SPDX-License-Identifier: MIT

#include "process/window_chain.hpp"

#include <algorithm>
#include <iterator>

#include "model/window.hpp"

namespace tixdb::process {

void WindowChain::add(const store::ReportHeader& report, std::int64_t observations_through) {
    links_.push_back({report, observations_through});
}

std::int64_t WindowChain::observations_up_to(const Link& last) const {
    const Link& first = links_.front();
    return last.observations_through - first.observations_through + first.report.observation_count;
}

std::optional<std::vector<store::ReportHeader>> WindowChain::next() {
    if (links_.empty() || observations_up_to(links_.back()) < model::kWindowObservations) return std::nullopt;
    const auto is_last = [&](const Link& link) {
        return observations_up_to(link) >= model::kWindowObservations;
    };
    const auto last = std::find_if(links_.begin(), links_.end(), is_last);
    // A plan of a month holds thousands of windows: no more room than each needs.
    std::vector<store::ReportHeader> window;
    window.reserve(static_cast<std::size_t>(last - links_.begin()) + 1);
    std::transform(links_.begin(), last + 1, std::back_inserter(window),
                   [](const Link& link) { return link.report; });
    const auto step = static_cast<std::ptrdiff_t>(std::max<std::size_t>(1, window.size() / 2));
    links_.erase(links_.begin(), links_.begin() + step);
    return window;
}

}  // namespace tixdb::process
