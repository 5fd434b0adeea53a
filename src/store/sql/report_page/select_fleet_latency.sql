-- SPDX-License-Identifier: MIT
SELECT h.user_id, h.installation_id, h.hour_s, h.received, h.covered_s, h.rtt_median_ns, h.rtt_p95_ns
  FROM installation AS i
  JOIN latency_hour AS h ON h.user_id = i.user_id AND h.installation_id = i.installation_id
                        AND h.hour_s > ?1 - 3600 AND h.hour_s < ?2
 ORDER BY h.user_id, h.installation_id, h.hour_s
