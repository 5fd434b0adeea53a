-- SPDX-License-Identifier: MIT
-- Minutes that begin in the range.
SELECT user_id, installation_id, minute, minute_s, probes, up_state, down_state, up_busy, down_busy, up_delay_median_ms,
       up_delay_p95_ms, down_delay_median_ms, down_delay_p95_ms, rtt_median_ms
  FROM v_latency_minute
 WHERE minute_s >= ?1 AND minute_s < ?2
   AND user_id BETWEEN ?3 AND ?4 AND installation_id BETWEEN ?5 AND ?6
 ORDER BY user_id, installation_id, minute_s
