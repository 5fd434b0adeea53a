-- SPDX-License-Identifier: MIT
-- The figures and the windows that they were taken from are bound by their names, as store/result_columns.hpp lists them.
INSERT INTO result (window_id, method, method_version, parameters, computed_ms, run_id, publish_decision,
                    baseline_window_id, recent_observations, minutes,
                    up_usage, down_usage, up_quality, down_quality,
                    up_hurst_rs, up_hurst_wavelet, down_hurst_rs, down_hurst_wavelet, reason,
                    up_mode_ns, down_mode_ns, up_threshold_ns, down_threshold_ns, rtt_mode_ns, clock_anchors,
                    up_busy_share, down_busy_share, up_low, down_low, up_state, down_state, up_ceiling, down_ceiling,
                    impossible, short_trips, dips, cut_off,
                    skew_ms_per_s, skew_source, skew_horizon_min, shortfall_ms, held, shifts, skipped_direction,
                    base_ms, floor_sum_ms, baseline_ms, since_s, standing_ms, standing_direction,
                    earlier_skew_ms_per_s, earlier_skew_window_id, earlier_floor_sum_ms, earlier_floor_sum_window_id,
                    earlier_since_s, earlier_since_window_id, route_start_s, route_start_window_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, :recent_observations, :minutes,
        :up_usage, :down_usage, :up_quality, :down_quality,
        :up_hurst_rs, :up_hurst_wavelet, :down_hurst_rs, :down_hurst_wavelet, :reason,
        :up_mode_ns, :down_mode_ns, :up_threshold_ns, :down_threshold_ns, :rtt_mode_ns, :clock_anchors,
        :up_busy_share, :down_busy_share, :up_low, :down_low, :up_state, :down_state, :up_ceiling, :down_ceiling,
        :impossible, :short_trips, :dips, :cut_off,
        :skew_ms_per_s, :skew_source, :skew_horizon_min, :shortfall_ms, :held, :shifts, :skipped_direction,
        :base_ms, :floor_sum_ms, :baseline_ms, :since_s, :standing_ms, :standing_direction,
        :earlier_skew_ms_per_s, :earlier_skew_window_id, :earlier_floor_sum_ms, :earlier_floor_sum_window_id,
        :earlier_since_s, :earlier_since_window_id, :route_start_s, :route_start_window_id)
