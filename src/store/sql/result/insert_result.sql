-- SPDX-License-Identifier: MIT
INSERT INTO result (window_id, method, method_version, parameters, recent_observations, minutes,
                    up_usage, down_usage, up_quality, down_quality,
                    up_hurst_rs, up_hurst_wavelet, down_hurst_rs, down_hurst_wavelet, reason,
                    up_mode_ns, down_mode_ns, up_threshold_ns, down_threshold_ns, rtt_mode_ns, clock_anchors,
                    up_busy_share, down_busy_share, skew_ms_per_s, skew_source, skew_horizon_min,
                    session_skew_ms_per_s, base_ms, baseline_ms, baseline_window_id, standing_ms, standing_direction, clock_step,
                    computed_ms, run_id, publish_decision)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24,
        ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36)
RETURNING result_id
