-- SPDX-License-Identifier: MIT
-- Every hour that a current window ends in has a row that can be.
SELECT format('window %d of %d/%d: the hour that it ends in has no latency', w.window_id, w.user_id, w.installation_id)
  FROM window AS w
 WHERE w.superseded_ms IS NULL AND w.distinct_observations > 0
   AND EXISTS (SELECT 1 FROM latency AS l WHERE l.window_id = w.window_id)
   AND NOT EXISTS (SELECT 1 FROM latency_hour AS h
                    WHERE h.user_id = w.user_id AND h.installation_id = w.installation_id
                      AND h.hour_s = w.last_probe_s - w.last_probe_s % 3600)
 UNION ALL
SELECT format('hour %d of %d/%d: its counts or percentiles cannot be', hour_s, user_id, installation_id)
  FROM latency_hour
 WHERE NOT (rtt_min_ns <= rtt_median_ns AND rtt_median_ns <= rtt_p75_ns AND rtt_p75_ns <= rtt_p90_ns
            AND rtt_p90_ns <= rtt_p95_ns AND rtt_p95_ns <= rtt_p99_ns AND rtt_p99_ns <= rtt_max_ns)
    OR NOT (up_delay_median_ns <= up_delay_p95_ns AND up_delay_p95_ns <= up_delay_p99_ns)
    OR NOT (down_delay_median_ns <= down_delay_p95_ns AND down_delay_p95_ns <= down_delay_p99_ns)
    OR kept > received
    OR covered_s + silent_s > 3600
    OR (received > 0) <> (rtt_min_ns IS NOT NULL)
    OR (kept > 0) <> (up_delay_median_ns IS NOT NULL)
