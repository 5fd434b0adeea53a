-- SPDX-License-Identifier: MIT
-- A window's current results with what became of their outbox items. The figures stand in the order of
-- store/result_figures.cpp.
SELECT x.result_id, x.method, x.method_version, x.parameters,
       x.parameters -> '$.epsilon_up_ms', x.parameters -> '$.epsilon_down_ms',
       x.session_skew_ms_per_s, x.publish_decision, o.outbox_id, o.state,
       x.recent_observations, x.minutes,
       x.up_usage, x.down_usage, x.up_quality, x.down_quality,
       x.up_hurst_rs, x.up_hurst_wavelet, x.down_hurst_rs, x.down_hurst_wavelet, x.reason,
       x.up_mode_ns, x.down_mode_ns, x.up_threshold_ns, x.down_threshold_ns, x.rtt_mode_ns, x.clock_anchors,
       x.up_busy_share, x.down_busy_share, x.skew_ms_per_s, x.skew_source, x.skew_horizon_min,
       x.base_ms, x.baseline_ms, x.standing_ms, x.standing_direction, x.clock_step
  FROM result AS x
  LEFT JOIN outbox AS o ON o.result_id = x.result_id
 WHERE x.window_id = ?1 AND x.superseded_ms IS NULL
 ORDER BY x.method
