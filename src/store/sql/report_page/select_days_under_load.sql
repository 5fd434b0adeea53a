-- SPDX-License-Identifier: MIT
SELECT day_s, direction = 'up', loaded_minutes, idle_minutes, delay_added_median_ms, delay_added_p95_ms, rtt_idle_ms,
       rtt_under_load_ms, round_trips_per_minute
  FROM v_latency_under_load
 WHERE user_id = ?1 AND installation_id = ?2 AND day_s > ?3 - 86400 AND day_s < ?4
 ORDER BY day_s, direction
