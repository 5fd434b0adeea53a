-- SPDX-License-Identifier: MIT
-- What `adaptive` saw in the windows of the day up to the newest one: windows in each state, and how many links there are,
-- and how many whose windows mostly show no load either way.
WITH link AS (
    SELECT count(*) AS windows,
           total(x.up_state = 'none') AS up_none, total(x.up_state = 'weak') AS up_weak, total(x.up_state = 'clear') AS up_clear,
           total(x.down_state = 'none') AS down_none, total(x.down_state = 'weak') AS down_weak,
           total(x.down_state = 'clear') AS down_clear
      FROM installation AS i
      JOIN window AS w ON w.user_id = i.user_id AND w.installation_id = i.installation_id AND w.superseded_ms IS NULL
                      AND w.last_probe_s > ?1 - 86400
      JOIN result AS x ON x.window_id = w.window_id AND x.superseded_ms IS NULL AND x.method = 'adaptive'
     GROUP BY i.user_id, i.installation_id
)
SELECT sum(windows), sum(up_none), sum(up_weak), sum(up_clear), sum(down_none), sum(down_weak), sum(down_clear),
       count(*), sum(up_none * 2 > windows AND down_none * 2 > windows)
  FROM link
