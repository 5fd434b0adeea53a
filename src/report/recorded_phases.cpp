// SPDX-License-Identifier: MIT

#include "report/recorded_phases.hpp"

#include <algorithm>

namespace tixdb::report {

const Phase* RecordedPhases::phase_at(double time_s) const {
    const auto contains = [&](const Phase& phase) { return phase.start_s <= time_s && time_s < phase.end_s; };
    const auto phase = std::find_if(phases_.begin(), phases_.end(), contains);
    return phase == phases_.end() ? nullptr : &*phase;
}

std::optional<double> RecordedPhases::expected(const store::WindowUsage& window, Direction direction) const {
    if (direction == Direction::up) return std::nullopt;
    const auto begin_s = static_cast<double>(window.first_report_s);
    const auto end_s = static_cast<double>(window.last_probe_s);
    const Phase* first = phase_at(begin_s);
    const Phase* last = phase_at(end_s);
    if (first == nullptr && last == nullptr) return std::nullopt;
    if (first == nullptr || last == nullptr) return (first != nullptr ? first : last)->usage;
    if (first->usage == last->usage) return first->usage;
    const double in_first_s = first->end_s - begin_s;
    const double in_last_s = end_s - last->start_s;
    return (first->usage * in_first_s + last->usage * in_last_s) / (in_first_s + in_last_s);
}

}  // namespace tixdb::report
