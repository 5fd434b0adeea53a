-- SPDX-License-Identifier: MIT
-- The current windows of all installations by the hour that they end in, ?1 to ?2: what method ?3 says of them, in how many
-- `adaptive` saw no load either way. Of one network only, unless ?4 is NULL.
SELECT w.user_id, w.installation_id, w.last_probe_s / 3600 * 3600, count(*),
       total(min(max(x.up_usage, 0), 1)), count(x.up_usage), total(min(max(x.down_usage, 0), 1)), count(x.down_usage),
       total(x.up_quality), count(x.up_quality), total(x.down_quality), count(x.down_quality),
       total(d.up_state = 'none' AND d.down_state = 'none'), count(d.up_state),
       -- SQLite takes the columns beside this single max() from the row that has the maximum.
       max(w.last_probe_s), a.as_number, a.as_name
  FROM installation AS i
  JOIN window AS w ON w.user_id = i.user_id AND w.installation_id = i.installation_id AND w.superseded_ms IS NULL
                  AND w.last_probe_s >= ?1 AND w.last_probe_s < ?2
  LEFT JOIN result AS x ON x.window_id = w.window_id AND x.method = ?3 AND x.superseded_ms IS NULL
  LEFT JOIN result AS d ON d.window_id = w.window_id AND d.method = 'adaptive' AND d.superseded_ms IS NULL
  LEFT JOIN window_as AS a ON a.window_id = w.window_id
 WHERE ?4 IS NULL OR a.as_number = ?4
 GROUP BY w.user_id, w.installation_id, w.last_probe_s / 3600
 ORDER BY w.user_id, w.installation_id, w.last_probe_s / 3600
