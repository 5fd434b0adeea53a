-- SPDX-License-Identifier: MIT
-- As v_latency_under_load, whose definition this repeats so that only the minutes of these days are read.
WITH classed AS (
    SELECT minute_s - minute_s % 86400 AS day_s, d.column1 AS is_up,
           CASE WHEN 2 * iif(d.column1, up_busy, down_busy) > probes THEN 'loaded'
                WHEN 20 * iif(d.column1, up_busy, down_busy) <= probes THEN 'idle' ELSE 'between' END AS state,
           iif(d.column1, up_delay_median_ns, down_delay_median_ns) AS median_ns,
           iif(d.column1, up_delay_p95_ns, down_delay_p95_ns) AS p95_ns, rtt_median_ns
      FROM latency_minute
     CROSS JOIN (VALUES (0), (1)) AS d
     WHERE user_id = ?1 AND installation_id = ?2 AND minute_s >= ?3 - ?3 % 86400
       AND minute_s < ?4 + (86400 - ?4 % 86400) % 86400
), ranked AS (
    SELECT day_s, is_up, state, median_ns, p95_ns, rtt_median_ns,
           (count(*) OVER (PARTITION BY day_s, is_up, state) + 1) / 2 AS middle,
           row_number() OVER (PARTITION BY day_s, is_up, state ORDER BY median_ns) AS median_rank,
           row_number() OVER (PARTITION BY day_s, is_up, state ORDER BY p95_ns) AS p95_rank,
           row_number() OVER (PARTITION BY day_s, is_up, state ORDER BY rtt_median_ns) AS rtt_rank
      FROM classed
), daily AS (
    SELECT day_s, is_up, sum(state = 'loaded') AS loaded_minutes, sum(state = 'idle') AS idle_minutes,
           max(CASE WHEN state = 'loaded' AND median_rank = middle THEN median_ns END) AS loaded_median_ns,
           max(CASE WHEN state = 'idle' AND median_rank = middle THEN median_ns END) AS idle_median_ns,
           max(CASE WHEN state = 'loaded' AND p95_rank = middle THEN p95_ns END) AS loaded_p95_ns,
           max(CASE WHEN state = 'idle' AND p95_rank = middle THEN p95_ns END) AS idle_p95_ns,
           max(CASE WHEN state = 'loaded' AND rtt_rank = middle THEN rtt_median_ns END) AS loaded_rtt_ns,
           max(CASE WHEN state = 'idle' AND rtt_rank = middle THEN rtt_median_ns END) AS idle_rtt_ns
      FROM ranked
     GROUP BY day_s, is_up
)
SELECT day_s, is_up, loaded_minutes, idle_minutes,
       CASE WHEN is_enough THEN (loaded_median_ns - idle_median_ns) / 1e6 END,
       CASE WHEN is_enough THEN (loaded_p95_ns - idle_p95_ns) / 1e6 END,
       CASE WHEN is_enough THEN idle_rtt_ns / 1e6 END,
       CASE WHEN is_enough THEN loaded_rtt_ns / 1e6 END,
       CASE WHEN is_enough THEN 60e9 / loaded_rtt_ns END
  FROM (SELECT *, loaded_minutes >= 10 AND idle_minutes >= 10 AS is_enough FROM daily)
 ORDER BY day_s, is_up
