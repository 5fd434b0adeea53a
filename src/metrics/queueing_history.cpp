// SPDX-License-Identifier: MIT

#include "metrics/queueing_history.hpp"

#include <algorithm>

namespace tixdb::metrics {
namespace {

using model::EarlierValue;
using model::Missing;

// Rises up to this come from routes and clocks, and are no sign of another route (docs/methods.md#route).
constexpr double kLargestUsualRiseMs = 100;

// Of several results with the same value the latest counts.
void offer_skew(model::QueueingReads& offered, const EarlierResult& result) {
    if (!result.fitted_skew_ms_per_s) return;
    offered.skew_ms_per_s = EarlierValue<double>{*result.fitted_skew_ms_per_s, result.window_id};
}

void offer_since(model::QueueingReads& offered, const EarlierResult& result) {
    if (!result.since_s || (offered.since_s && offered.since_s->value > *result.since_s)) return;
    offered.since_s = EarlierValue<std::int64_t>{*result.since_s, result.window_id};
}

// The first result of another route that nothing on the old one separates from now.
void offer_route_start(model::QueueingReads& offered, const EarlierResult& result) {
    if (result.missing == Missing::route) {
        if (offered.route_start_s) return;
        offered.route_start_s = EarlierValue<std::int64_t>{result.last_probe_s, result.window_id};
    } else if (result.rise_ms && *result.rise_ms <= kLargestUsualRiseMs) {
        offered.route_start_s.reset();
    }
}

void offer_floor_sum(model::QueueingReads& offered, const EarlierResult& result) {
    if (!result.floor_sum_ms) return;
    if (offered.since_s && result.last_probe_s < offered.since_s->value) return;
    if (offered.floor_sum_ms && offered.floor_sum_ms->value < *result.floor_sum_ms) return;
    offered.floor_sum_ms = EarlierValue<double>{*result.floor_sum_ms, result.window_id};
}

}  // namespace

EarlierResult earlier_result(std::int64_t window_id, std::int64_t last_s, bool is_same_ip,
                             const model::WindowMetrics& metrics) {
    EarlierResult result;
    result.window_id = window_id;
    result.last_probe_s = last_s;
    result.is_same_ip = is_same_ip;
    if (!metrics.up.usage.value()) result.missing = metrics.up.usage.reason();
    if (!metrics.queueing) return result;
    const model::QueueingInputs& inputs = *metrics.queueing;
    result.floor_sum_ms = inputs.floor_sum_ms;
    if (inputs.base_ms && inputs.baseline_ms) result.rise_ms = *inputs.base_ms - *inputs.baseline_ms;
    result.since_s = inputs.since_s;
    const bool has_sound_clock = !result.missing || result.missing == Missing::route;
    if (inputs.skew_source == model::SkewSource::fitted && has_sound_clock &&
        inputs.skipped_direction.empty()) {
        result.fitted_skew_ms_per_s = inputs.skew_ms_per_s;
    }
    return result;
}

model::QueueingReads offered_by(std::span<const EarlierResult> earlier, std::int64_t last_s) {
    model::QueueingReads offered;
    const auto is_in_reach = [&](const EarlierResult& result) {
        return result.last_probe_s > last_s - kHistoryS && result.last_probe_s < last_s;
    };
    for (const EarlierResult& result : earlier) {
        if (!is_in_reach(result)) continue;
        offer_skew(offered, result);
        if (!result.is_same_ip) continue;
        offer_since(offered, result);
        offer_route_start(offered, result);
    }
    for (const EarlierResult& result : earlier) {
        if (is_in_reach(result) && result.is_same_ip) offer_floor_sum(offered, result);
    }
    return offered;
}

bool reads_the_same(const model::QueueingInputs& stored, std::optional<Missing> missing,
                    const model::QueueingReads& offered) {
    const model::QueueingReads& reads = stored.reads;
    if (reads.skew_ms_per_s != offered.skew_ms_per_s || reads.since_s != offered.since_s) return false;
    const bool has_looked_for_route = reads.route_start_s || missing == Missing::route;
    if (has_looked_for_route && reads.route_start_s != offered.route_start_s) return false;
    if (reads.floor_sum_ms) return reads.floor_sum_ms == offered.floor_sum_ms;
    // A floor sum that is not below the base is looked at only where no line was accepted.
    if (!offered.floor_sum_ms || !stored.skew_ms_per_s) return true;
    return stored.skew_horizon_min && stored.base_ms && offered.floor_sum_ms->value >= *stored.base_ms;
}

}  // namespace tixdb::metrics
