-- SPDX-License-Identifier: MIT
INSERT INTO main.latency_hour (user_id, installation_id, hour_s, received, covered_s, silent_s, burst, duplicates, impossible, rtt_min_ns,
                               rtt_median_ns, rtt_p75_ns, rtt_p90_ns, rtt_p95_ns, rtt_p99_ns, rtt_max_ns, kept, up_delay_median_ns,
                               up_delay_p95_ns, up_delay_p99_ns, up_variation_p95_ns, down_delay_median_ns, down_delay_p95_ns,
                               down_delay_p99_ns, down_variation_p95_ns)
SELECT h.user_id, h.installation_id, h.hour_s, h.received, h.covered_s, h.silent_s, h.burst, h.duplicates, h.impossible, h.rtt_min_ns,
       h.rtt_median_ns, h.rtt_p75_ns, h.rtt_p90_ns, h.rtt_p95_ns, h.rtt_p99_ns, h.rtt_max_ns, h.kept, h.up_delay_median_ns,
       h.up_delay_p95_ns, h.up_delay_p99_ns, h.up_variation_p95_ns, h.down_delay_median_ns, h.down_delay_p95_ns, h.down_delay_p99_ns,
       h.down_variation_p95_ns
  FROM source.latency_hour AS h
 CROSS JOIN temp.chosen AS c ON c.user_id = h.user_id AND c.installation_id = h.installation_id
