-- SPDX-License-Identifier: MIT
-- A window that a value was taken from is named by what it is of; one that is gone, by that.
SELECT w.user_id, w.installation_id, w.ip, w.first_report_s, w.last_report_s, w.superseded_ms IS NULL, x.method, x.method_version,
       x.parameters, x.recent_observations, x.minutes, x.up_usage, x.down_usage, x.up_quality, x.down_quality, x.up_hurst_rs,
       x.up_hurst_wavelet, x.down_hurst_rs, x.down_hurst_wavelet, x.reason, x.up_mode_ns, x.down_mode_ns, x.up_threshold_ns,
       x.down_threshold_ns, x.rtt_mode_ns, x.clock_anchors, x.up_busy_share, x.down_busy_share, x.up_low, x.down_low, x.up_state,
       x.down_state, x.up_ceiling, x.down_ceiling, x.impossible, x.short_trips, x.dips, x.cut_off, x.skew_ms_per_s, x.skew_source,
       x.skew_horizon_min, x.shortfall_ms, x.held, x.shifts, x.skipped_direction, x.base_ms, x.floor_sum_ms, x.baseline_ms,
       x.since_s, x.standing_ms, x.standing_direction, x.earlier_skew_ms_per_s, x.earlier_floor_sum_ms, x.earlier_since_s,
       x.route_start_s, x.history_changed, x.superseded_ms IS NULL, x.publish_decision,
       iif(x.baseline_window_id IS NULL, NULL,
           coalesce((SELECT format('%d %d %s', first_report_s, last_report_s, ip) FROM window
                      WHERE window_id = x.baseline_window_id), 'gone')),
       iif(x.earlier_skew_window_id IS NULL, NULL,
           coalesce((SELECT format('%d %d %s', first_report_s, last_report_s, ip) FROM window
                      WHERE window_id = x.earlier_skew_window_id), 'gone')),
       iif(x.earlier_floor_sum_window_id IS NULL, NULL,
           coalesce((SELECT format('%d %d %s', first_report_s, last_report_s, ip) FROM window
                      WHERE window_id = x.earlier_floor_sum_window_id), 'gone')),
       iif(x.earlier_since_window_id IS NULL, NULL,
           coalesce((SELECT format('%d %d %s', first_report_s, last_report_s, ip) FROM window
                      WHERE window_id = x.earlier_since_window_id), 'gone')),
       iif(x.route_start_window_id IS NULL, NULL,
           coalesce((SELECT format('%d %d %s', first_report_s, last_report_s, ip) FROM window
                      WHERE window_id = x.route_start_window_id), 'gone'))
  FROM result AS x
  LEFT JOIN window AS w USING (window_id)
