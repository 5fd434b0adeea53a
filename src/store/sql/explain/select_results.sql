-- SPDX-License-Identifier: MIT
-- A window's current results. The figures stand in the order of store/result_figures.cpp.
SELECT result_id, method, method_version, parameters,
       parameters -> '$.epsilon_up_ms', parameters -> '$.epsilon_down_ms',
       baseline_window_id, computed_ms, run_id, publish_decision,
       recent_observations, minutes,
       up_usage, down_usage, up_quality, down_quality,
       up_hurst_rs, up_hurst_wavelet, down_hurst_rs, down_hurst_wavelet, reason,
       up_mode_ns, down_mode_ns, up_threshold_ns, down_threshold_ns, rtt_mode_ns, clock_anchors,
       up_busy_share, down_busy_share, skew_ms_per_s, skew_source, skew_horizon_min,
       base_ms, baseline_ms, standing_ms, standing_direction, clock_step
  FROM result
 WHERE window_id = ?1 AND superseded_ms IS NULL
 ORDER BY method
