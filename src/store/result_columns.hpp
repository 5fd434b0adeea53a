// SPDX-License-Identifier: MIT
// The one list of the columns that methods fill in. Included by result_figures.cpp and result_store.cpp only.
#pragma once

#include <optional>

#include "model/result.hpp"

namespace tixdb::store {

// Calls visit(name, field) for each column of `result` that any method fills in; visit(name, field, name of
// the column that holds the window's id) for what was taken from another window. Metrics: WindowMetrics,
// const or not.
template <typename Metrics, typename Visit>
void visit_result_columns(Metrics& m, Visit& visit) {
    visit("recent_observations", m.recent_observations);
    visit("minutes", m.minutes);
    visit("up_usage", m.up.usage);
    visit("down_usage", m.down.usage);
    visit("up_quality", m.up.quality);
    visit("down_quality", m.down.quality);
    visit("up_hurst_rs", m.up.hurst_rs);
    visit("up_hurst_wavelet", m.up.hurst_wavelet);
    visit("down_hurst_rs", m.down.hurst_rs);
    visit("down_hurst_wavelet", m.down.hurst_wavelet);
    visit.reasons("reason", m);
    visit("up_mode_ns", m.up.mode_ns);
    visit("down_mode_ns", m.down.mode_ns);
    visit("up_threshold_ns", m.up.threshold_ns);
    visit("down_threshold_ns", m.down.threshold_ns);
    visit("rtt_mode_ns", m.rtt_mode_ns);
    visit("clock_anchors", m.clock_anchors);
    visit("up_busy_share", m.up.busy_share);
    visit("down_busy_share", m.down.busy_share);
}

// Those of `result` that an adaptive one alone has.
template <typename Findings, typename Visit>
void visit_adaptive_columns(Findings& a, Visit& visit) {
    visit("up_low", a.up.low);
    visit("down_low", a.down.low);
    visit("up_state", a.up.state);
    visit("down_state", a.down.state);
    visit("up_ceiling", a.up.ceiling);
    visit("down_ceiling", a.down.ceiling);
}

// Those of its row of `adaptive_detail`.
template <typename Findings, typename Visit>
void visit_adaptive_detail_columns(Findings& a, Visit& visit) {
    visit("history_windows", a.history_windows);
    visit("up_quartile_ms", a.up.quartile_ms);
    visit("down_quartile_ms", a.down.quartile_ms);
    visit("up_spread_ms", a.up.spread_ms);
    visit("down_spread_ms", a.down.spread_ms);
    visit("up_least_wait_ms", a.up.least_wait_ms);
    visit("down_least_wait_ms", a.down.least_wait_ms);
    visit("up_share", a.up.share);
    visit("down_share", a.down.share);
    visit("up_guarded", a.up.guarded);
    visit("down_guarded", a.down.guarded);
    visit("up_link_mbps", a.up.link_mbps);
    visit("down_link_mbps", a.down.link_mbps);
    visit("up_sketch", a.up.sketch);
    visit("down_sketch", a.down.sketch);
    visit("up_kernel_windows", a.up.kernel_windows);
    visit("down_kernel_windows", a.down.kernel_windows);
}

// Those that a queueing result alone has.
template <typename Inputs, typename Visit>
void visit_queueing_columns(Inputs& q, Visit& visit) {
    visit("short_trips", q.short_trips);
    visit("dips", q.dips);
    visit("cut_off", q.cut_off);
    visit("skew_ms_per_s", q.skew_ms_per_s);
    visit("skew_source", q.skew_source);
    visit("skew_horizon_min", q.skew_horizon_min);
    visit("shortfall_ms", q.shortfall_ms);
    visit("held", q.held);
    visit("shifts", q.shifts);
    visit("skipped_direction", q.skipped_direction);
    visit("base_ms", q.base_ms);
    visit("floor_sum_ms", q.floor_sum_ms);
    visit("baseline_ms", q.baseline_ms);
    visit("since_s", q.since_s);
    visit("standing_ms", q.standing_ms);
    visit("standing_direction", q.standing_direction);
    visit("earlier_skew_ms_per_s", q.reads.skew_ms_per_s, "earlier_skew_window_id");
    visit("earlier_floor_sum_ms", q.reads.floor_sum_ms, "earlier_floor_sum_window_id");
    visit("earlier_since_s", q.reads.since_s, "earlier_since_window_id");
    visit("route_start_s", q.reads.route_start_s, "route_start_window_id");
}

}  // namespace tixdb::store
