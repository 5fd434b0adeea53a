// SPDX-License-Identifier: MIT

#include "metrics/standing_queue.hpp"

#include <algorithm>

namespace tixdb::metrics {
namespace {

// The mean of the two in the middle for an even number. values: not empty.
double median_of(std::span<const double> values) {
    std::vector<double> copy(values.begin(), values.end());
    const auto middle = copy.begin() + static_cast<std::ptrdiff_t>(copy.size() / 2);
    std::nth_element(copy.begin(), middle, copy.end());
    if (copy.size() % 2 == 1) return *middle;
    return (*std::max_element(copy.begin(), middle) + *middle) / 2;
}

}  // namespace

RouteDecision route_decision(std::span<const PartBase> parts, double base_ms,
                             const model::QueueingReads& offered, std::int64_t last_s) {
    RouteDecision decision;
    decision.baseline_ms = base_ms;
    if (offered.floor_sum_ms) decision.baseline_ms = std::min(base_ms, offered.floor_sum_ms->value);
    for (const PartBase& part : parts) {
        const double rise_ms = part.base_ms - decision.baseline_ms;
        if (!(rise_ms > kLeastRiseMs) || !part.is_sharp_both_ways) continue;
        decision.rise_ms = std::max(rise_ms, decision.rise_ms.value_or(rise_ms));
    }
    if (!decision.rise_ms) return decision;
    decision.has_looked_for_route = true;
    const std::int64_t start_s = offered.route_start_s ? offered.route_start_s->value : last_s;
    decision.taken_from_s = start_s + kRouteTakenAfterS;
    decision.is_other_route = parts.size() > 1 || last_s < *decision.taken_from_s;
    if (decision.is_other_route) return decision;
    decision.baseline_ms = base_ms;
    decision.new_since_s = start_s;
    return decision;
}

QueueDirection standing_direction(std::span<const double> up_queue_ms,
                                  std::span<const double> down_queue_ms) {
    return median_of(up_queue_ms) > median_of(down_queue_ms) ? QueueDirection::up : QueueDirection::down;
}

}  // namespace tixdb::metrics
