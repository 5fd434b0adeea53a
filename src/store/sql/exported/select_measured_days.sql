-- SPDX-License-Identifier: MIT
-- What was measured, by the UTC day.
WITH hours AS (
    SELECT date(hour_s, 'unixepoch') AS day, sum(seconds_covered) AS covered, sum(loss * seconds_covered) AS lost,
           min(rtt_min_ms) AS least_rtt_ms, max(rtt_p95_ms) AS worst_rtt_ms
      FROM v_latency_hourly
     WHERE hour_s >= ?1 AND hour_s < ?2 AND user_id BETWEEN ?3 AND ?4 AND installation_id BETWEEN ?5 AND ?6
     GROUP BY day
), minutes AS (
    SELECT date(minute_s, 'unixepoch') AS day, count(*) AS minutes, sum(up_state = 'loaded') AS up_loaded,
           sum(down_state = 'loaded') AS down_loaded
      FROM v_latency_minute
     WHERE minute_s >= ?1 AND minute_s < ?2 AND user_id BETWEEN ?3 AND ?4 AND installation_id BETWEEN ?5 AND ?6
     GROUP BY day
)
SELECT day AS "day (UTC)", round(covered / 3600.0, 1) AS "hours measured", round(100 * lost / covered, 2) AS "lost, %",
       round(least_rtt_ms, 1) AS "shortest round trip, ms", round(worst_rtt_ms, 1) AS "worst hour's 95 %, ms",
       coalesce(minutes, 0) AS "minutes judged", coalesce(up_loaded, 0) AS "of them congested up",
       coalesce(down_loaded, 0) AS "congested down"
  FROM hours
  LEFT JOIN minutes USING (day)
 ORDER BY day
