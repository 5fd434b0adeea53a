-- SPDX-License-Identifier: MIT
SELECT hour_s, received, covered_s, silent_s, rtt_min_ns, rtt_median_ns, rtt_p75_ns, rtt_p90_ns, rtt_p95_ns, rtt_p99_ns,
       rtt_max_ns, impossible, up_delay_p95_ns, down_delay_p95_ns
  FROM latency_hour
 WHERE user_id = ?1 AND installation_id = ?2 AND hour_s > ?3 - 3600 AND hour_s < ?4
 ORDER BY hour_s
