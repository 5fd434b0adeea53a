-- SPDX-License-Identifier: MIT
-- The base delays of the current results of windows at the same address that end in (?4, ?5], the least one first.
SELECT x.base_ms, w.window_id
  FROM window AS w
  JOIN result AS x ON x.window_id = w.window_id AND x.superseded_ms IS NULL
 WHERE w.user_id = ?1 AND w.installation_id = ?2 AND w.superseded_ms IS NULL
   AND w.ip = ?3 AND w.last_s > ?4 AND w.last_s <= ?5
   AND x.method = ?6 AND x.method_version = ?7
   AND x.base_ms IS NOT NULL
 ORDER BY x.base_ms, w.last_s, w.window_id
