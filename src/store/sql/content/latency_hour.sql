-- SPDX-License-Identifier: MIT
SELECT user_id, installation_id, hour_s, received, covered_s, silent_s, burst, duplicates, impossible, rtt_min_ns, rtt_median_ns,
       rtt_p75_ns, rtt_p90_ns, rtt_p95_ns, rtt_p99_ns, rtt_max_ns, kept, up_delay_median_ns, up_delay_p95_ns, up_delay_p99_ns,
       up_variation_p95_ns, down_delay_median_ns, down_delay_p95_ns, down_delay_p99_ns, down_variation_p95_ns
  FROM latency_hour
