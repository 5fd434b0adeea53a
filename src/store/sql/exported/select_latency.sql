-- SPDX-License-Identifier: MIT
SELECT user_id, installation_id, ip, window_end, last_s, probes_received, seconds_covered, seconds_silent, loss, burst_probes, duplicate_probes,
       impossible_probes, rtt_min_ms, rtt_median_ms, rtt_p75_ms, rtt_p90_ms, rtt_p95_ms, rtt_p99_ms, rtt_max_ms, kept_probes,
       up_delay_median_ms, up_delay_p95_ms, up_delay_p99_ms, up_variation_p95_ms, down_delay_median_ms, down_delay_p95_ms,
       down_delay_p99_ms, down_variation_p95_ms
  FROM v_latency
 WHERE last_s >= ?1 AND last_s < ?2
   AND user_id BETWEEN ?3 AND ?4 AND installation_id BETWEEN ?5 AND ?6
 ORDER BY user_id, installation_id, last_s, ip
