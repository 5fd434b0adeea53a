-- SPDX-License-Identifier: MIT
-- The minutes of an hour hold no more probes than it has kept, and each at least 30.
SELECT format('minute %d of %d/%d: %d probes, %d and %d of them busy', minute_s, user_id, installation_id, probes, up_busy,
              down_busy)
  FROM latency_minute
 WHERE probes < 30 OR up_busy NOT BETWEEN 0 AND probes OR down_busy NOT BETWEEN 0 AND probes
 UNION ALL
SELECT format('hour %d of %d/%d: its minutes hold %d probes, it has kept %d', m.hour_s, m.user_id, m.installation_id, m.probes,
              coalesce(h.kept, 0))
  FROM (SELECT user_id, installation_id, minute_s - minute_s % 3600 AS hour_s, sum(probes) AS probes
          FROM latency_minute
         GROUP BY user_id, installation_id, minute_s - minute_s % 3600) AS m
  LEFT JOIN latency_hour AS h ON h.user_id = m.user_id AND h.installation_id = m.installation_id AND h.hour_s = m.hour_s
 WHERE m.probes > coalesce(h.kept, 0)
