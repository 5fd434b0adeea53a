-- SPDX-License-Identifier: MIT
-- Results by the time that they speak for.
SELECT user_id, installation_id, ip, method, method_version, window_start, window_end, first_s, last_s, reports, observations,
       recent, minutes, up_usage, down_usage, up_quality, down_quality, up_hurst_rs, up_hurst_wavelet, down_hurst_rs,
       down_hurst_wavelet, up_low, down_low, up_state, down_state, up_ceiling, down_ceiling, reason, as_number, as_name, computed,
       CAST(strftime('%s', computed) AS INTEGER) AS computed_s, epsilon_up_ms, epsilon_down_ms, parameters, program_version
  FROM v_result
 WHERE last_s >= ?1 AND last_s < ?2
   AND user_id BETWEEN ?3 AND ?4 AND installation_id BETWEEN ?5 AND ?6
 ORDER BY user_id, installation_id, last_s, ip, method
