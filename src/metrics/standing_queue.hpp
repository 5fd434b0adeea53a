// SPDX-License-Identifier: MIT
// A base delay above the least one known: another route, or a queue that never drains, docs/methods.md#route.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "metrics/clock_shifts.hpp"
#include "metrics/queueing_history.hpp"
#include "model/result.hpp"

namespace tixdb::metrics {

// Smaller rises come from routes and from clocks.
inline constexpr double kLeastRiseMs = 100;
// So long another route gives no values; then it is taken for the new one.
inline constexpr std::int64_t kRouteTakenAfterS = 3600;

// What is compared of a part.
struct PartBase {
    double base_ms = 0;  // b: the sum of its floors
    bool is_sharp_both_ways = false;
};

struct RouteDecision {
    double baseline_ms = 0;                   // R0
    bool is_other_route = false;              // no value
    std::optional<std::int64_t> new_since_s;  // taken for the new route: floor sums before e1 count no more
    bool has_looked_for_route = false;        // e1 was asked for
    std::optional<double> rise_ms;            // the largest b - R0 of a part that looks like another route
    std::optional<std::int64_t> taken_from_s;
};

// parts: at least one. base_ms: the least of theirs. last_s: e.
[[nodiscard]] RouteDecision route_decision(std::span<const PartBase> parts, double base_ms,
                                           const model::QueueingReads& offered, std::int64_t last_s);

// Which direction a standing queue is added to: the one with the larger median, down of equal ones. Not
// empty.
enum class QueueDirection { up, down };
[[nodiscard]] QueueDirection standing_direction(std::span<const double> up_queue_ms,
                                                std::span<const double> down_queue_ms);

}  // namespace tixdb::metrics
