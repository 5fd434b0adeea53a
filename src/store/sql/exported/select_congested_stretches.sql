-- SPDX-License-Identifier: MIT
-- Minutes in a row, five or more, in which the line was loaded, per direction.
WITH loaded AS (
    SELECT 'down' AS direction, user_id, installation_id, minute_s, down_delay_median_ms AS delay_ms
      FROM v_latency_minute
     WHERE down_state = 'loaded' AND minute_s >= ?1 AND minute_s < ?2
       AND user_id BETWEEN ?3 AND ?4 AND installation_id BETWEEN ?5 AND ?6
     UNION ALL
    SELECT 'up', user_id, installation_id, minute_s, up_delay_median_ms
      FROM v_latency_minute
     WHERE up_state = 'loaded' AND minute_s >= ?1 AND minute_s < ?2
       AND user_id BETWEEN ?3 AND ?4 AND installation_id BETWEEN ?5 AND ?6
), numbered AS (
    SELECT *, minute_s / 60 - row_number() OVER (PARTITION BY direction, user_id, installation_id ORDER BY minute_s) AS stretch
      FROM loaded
)
SELECT strftime('%Y-%m-%d %H:%M', min(minute_s), 'unixepoch') AS "from (UTC)",
       strftime('%Y-%m-%d %H:%M', max(minute_s) + 60, 'unixepoch') AS "to",
       count(*) AS "minutes", direction, round(avg(delay_ms), 1) AS "typical wait, ms", round(max(delay_ms), 1) AS "worst minute, ms"
  FROM numbered
 GROUP BY direction, user_id, installation_id, stretch
HAVING count(*) >= 5
 ORDER BY min(minute_s), direction
