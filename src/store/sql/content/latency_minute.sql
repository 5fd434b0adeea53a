-- SPDX-License-Identifier: MIT
SELECT user_id, installation_id, minute_s, probes, up_busy, down_busy, up_delay_median_ns, up_delay_p95_ns, down_delay_median_ns,
       down_delay_p95_ns, rtt_median_ns
  FROM latency_minute
