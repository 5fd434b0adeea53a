-- SPDX-License-Identifier: MIT
SELECT w.user_id, w.installation_id, w.ip, w.first_report_s, w.last_report_s, w.superseded_ms IS NULL, l.received, l.covered_s,
       l.silent_s, l.burst, l.duplicates, l.impossible, l.rtt_min_ns, l.rtt_median_ns, l.rtt_p75_ns, l.rtt_p90_ns, l.rtt_p95_ns,
       l.rtt_p99_ns, l.rtt_max_ns, l.kept, l.up_delay_median_ns, l.up_delay_p95_ns, l.up_delay_p99_ns, l.up_variation_p95_ns,
       l.down_delay_median_ns, l.down_delay_p95_ns, l.down_delay_p99_ns, l.down_variation_p95_ns
  FROM latency AS l
  LEFT JOIN window AS w USING (window_id)
