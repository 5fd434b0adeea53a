-- SPDX-License-Identifier: MIT
INSERT INTO main.latency_minute (user_id, installation_id, minute_s, probes, up_busy, down_busy, up_delay_median_ns, up_delay_p95_ns,
                                 down_delay_median_ns, down_delay_p95_ns, rtt_median_ns)
SELECT m.user_id, m.installation_id, m.minute_s, m.probes, m.up_busy, m.down_busy, m.up_delay_median_ns, m.up_delay_p95_ns,
       m.down_delay_median_ns, m.down_delay_p95_ns, m.rtt_median_ns
  FROM source.latency_minute AS m
 CROSS JOIN temp.chosen AS c ON c.user_id = m.user_id AND c.installation_id = m.installation_id
