-- SPDX-License-Identifier: MIT
SELECT minute_s, probes, up_busy, down_busy, up_delay_median_ns, up_delay_p95_ns, down_delay_median_ns,
       down_delay_p95_ns, rtt_median_ns
  FROM latency_minute
 WHERE user_id = ?1 AND installation_id = ?2 AND minute_s >= ?3 AND minute_s < ?4
 ORDER BY minute_s
