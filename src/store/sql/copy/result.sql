-- SPDX-License-Identifier: MIT
INSERT INTO main.result (result_id, window_id, method, method_version, parameters, recent_observations, minutes, up_usage, down_usage,
                         up_quality, down_quality, up_hurst_rs, up_hurst_wavelet, down_hurst_rs, down_hurst_wavelet, reason, up_mode_ns,
                         down_mode_ns, up_threshold_ns, down_threshold_ns, rtt_mode_ns, clock_anchors, up_busy_share, down_busy_share,
                         up_low, down_low, up_state, down_state, up_ceiling, down_ceiling, impossible, short_trips, dips, cut_off,
                         skew_ms_per_s, skew_source, skew_horizon_min, shortfall_ms, held, shifts, skipped_direction, base_ms,
                         floor_sum_ms, baseline_ms, baseline_window_id, since_s, standing_ms, standing_direction,
                         earlier_skew_ms_per_s, earlier_skew_window_id, earlier_floor_sum_ms, earlier_floor_sum_window_id,
                         earlier_since_s, earlier_since_window_id, route_start_s, route_start_window_id, history_changed, computed_ms,
                         run_id, superseded_ms, publish_decision)
SELECT x.result_id + @result, x.window_id + @window, x.method, x.method_version, x.parameters, x.recent_observations, x.minutes,
       x.up_usage, x.down_usage, x.up_quality, x.down_quality, x.up_hurst_rs, x.up_hurst_wavelet, x.down_hurst_rs,
       x.down_hurst_wavelet, x.reason, x.up_mode_ns, x.down_mode_ns, x.up_threshold_ns, x.down_threshold_ns, x.rtt_mode_ns,
       x.clock_anchors, x.up_busy_share, x.down_busy_share, x.up_low, x.down_low, x.up_state, x.down_state, x.up_ceiling,
       x.down_ceiling, x.impossible, x.short_trips, x.dips, x.cut_off, x.skew_ms_per_s, x.skew_source, x.skew_horizon_min,
       x.shortfall_ms, x.held, x.shifts, x.skipped_direction, x.base_ms, x.floor_sum_ms, x.baseline_ms,
       x.baseline_window_id + @window, x.since_s, x.standing_ms, x.standing_direction, x.earlier_skew_ms_per_s,
       x.earlier_skew_window_id + @window, x.earlier_floor_sum_ms, x.earlier_floor_sum_window_id + @window, x.earlier_since_s,
       x.earlier_since_window_id + @window, x.route_start_s, x.route_start_window_id + @window, x.history_changed, x.computed_ms,
       x.run_id + @run, x.superseded_ms, x.publish_decision
  FROM source.result AS x
 CROSS JOIN source.window AS w ON w.window_id = x.window_id
 CROSS JOIN temp.chosen AS c ON c.user_id = w.user_id AND c.installation_id = w.installation_id
