-- SPDX-License-Identifier: MIT
INSERT INTO main.latency (window_id, received, covered_s, silent_s, burst, duplicates, impossible, rtt_min_ns, rtt_median_ns, rtt_p75_ns,
                          rtt_p90_ns, rtt_p95_ns, rtt_p99_ns, rtt_max_ns, kept, up_delay_median_ns, up_delay_p95_ns, up_delay_p99_ns,
                          up_variation_p95_ns, down_delay_median_ns, down_delay_p95_ns, down_delay_p99_ns, down_variation_p95_ns)
SELECT l.window_id + @window, l.received, l.covered_s, l.silent_s, l.burst, l.duplicates, l.impossible, l.rtt_min_ns, l.rtt_median_ns,
       l.rtt_p75_ns, l.rtt_p90_ns, l.rtt_p95_ns, l.rtt_p99_ns, l.rtt_max_ns, l.kept, l.up_delay_median_ns, l.up_delay_p95_ns,
       l.up_delay_p99_ns, l.up_variation_p95_ns, l.down_delay_median_ns, l.down_delay_p95_ns, l.down_delay_p99_ns,
       l.down_variation_p95_ns
  FROM source.latency AS l
 CROSS JOIN source.window AS w ON w.window_id = l.window_id
 CROSS JOIN temp.chosen AS c ON c.user_id = w.user_id AND c.installation_id = w.installation_id
