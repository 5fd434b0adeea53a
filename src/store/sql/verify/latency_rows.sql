-- SPDX-License-Identifier: MIT
-- What is said of the latency of a window is about the recent probes of its result.
SELECT format('window %d: current, with a result of queueing, and its latency is not stored', w.window_id)
  FROM window AS w
  JOIN result AS x ON x.window_id = w.window_id AND x.method = 'queueing' AND x.superseded_ms IS NULL
 WHERE w.superseded_ms IS NULL
   AND NOT EXISTS (SELECT 1 FROM latency AS l WHERE l.window_id = w.window_id)
 UNION ALL
SELECT format('window %d: latency of %d probes and %d impossible ones, its result is of %d', l.window_id, l.received,
              l.impossible, x.recent_observations)
  FROM latency AS l
  JOIN result AS x ON x.window_id = l.window_id AND x.method = 'queueing' AND x.superseded_ms IS NULL
 WHERE l.received + l.impossible <> x.recent_observations
 UNION ALL
SELECT format('window %d: percentiles of its latency descend, or more probes are kept than were received', window_id)
  FROM latency
 WHERE NOT (rtt_min_ns <= rtt_median_ns AND rtt_median_ns <= rtt_p75_ns AND rtt_p75_ns <= rtt_p90_ns
            AND rtt_p90_ns <= rtt_p95_ns AND rtt_p95_ns <= rtt_p99_ns AND rtt_p99_ns <= rtt_max_ns)
    OR NOT (up_delay_median_ns <= up_delay_p95_ns AND up_delay_p95_ns <= up_delay_p99_ns)
    OR NOT (down_delay_median_ns <= down_delay_p95_ns AND down_delay_p95_ns <= down_delay_p99_ns)
    OR kept > received
    OR (received > 0) <> (rtt_min_ns IS NOT NULL)
    OR (kept > 0) <> (up_delay_median_ns IS NOT NULL)
