// SPDX-License-Identifier: MIT

#include "metrics/queue_delays.hpp"

#include <algorithm>

#include "metrics/units.hpp"

namespace tixdb::metrics {
namespace {

// Smaller rises come from routes and from clocks.
constexpr double kLeastStandingMs = 100;

double least(std::span<const double> values) {
    return *std::min_element(values.begin(), values.end());
}

std::vector<double> above(std::span<const double> values, double origin) {
    std::vector<double> result;
    result.reserve(values.size());
    for (const double value : values) result.push_back(value - origin);
    return result;
}

// The mean of the two in the middle for an even number. values: not empty.
double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

}  // namespace

QueueDelays queue_delays(std::span<const model::Observation> observations, const OneWayDelays& one_way,
                         double skew_ms_per_s, std::int64_t origin_s) {
    QueueDelays delays;
    delays.up_ms.reserve(observations.size());
    delays.down_ms.reserve(observations.size());
    for (std::size_t i = 0; i < observations.size(); ++i) {
        const double drift_ms =
            skew_ms_per_s * static_cast<double>(observations[i].day_timestamp_s - origin_s);
        delays.up_ms.push_back(static_cast<double>(one_way.up_ns[i]) / kNsPerMs - drift_ms);
        delays.down_ms.push_back(static_cast<double>(one_way.down_ns[i]) / kNsPerMs + drift_ms);
    }
    const double least_up = least(delays.up_ms);
    const double least_down = least(delays.down_ms);
    delays.up_queue_ms = above(delays.up_ms, least_up);
    delays.down_queue_ms = above(delays.down_ms, least_down);
    delays.base_ms = least_up + least_down;
    return delays;
}

StandingQueue add_standing_queue(QueueDelays& delays, std::optional<double> least_earlier_base_ms) {
    StandingQueue standing;
    standing.baseline_ms = std::min(delays.base_ms, least_earlier_base_ms.value_or(delays.base_ms));
    const double rise_ms = delays.base_ms - standing.baseline_ms;
    if (!(rise_ms > kLeastStandingMs)) return standing;
    const bool is_up = median(delays.up_queue_ms) > median(delays.down_queue_ms);
    for (double& queue_ms : is_up ? delays.up_queue_ms : delays.down_queue_ms) queue_ms += rise_ms;
    standing.added_ms = rise_ms;
    standing.direction = is_up ? "up" : "down";
    return standing;
}

}  // namespace tixdb::metrics
