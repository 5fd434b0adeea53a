-- SPDX-License-Identifier: MIT
-- The results that would read something else of earlier windows now: how many, the range [from, to) that
-- covers the ends of their windows, and their installation if they are all of one. No row if there are none.
SELECT count(*),
       min(w.last_probe_s),
       max(w.last_probe_s) + 1,
       CASE WHEN min(w.user_id) = max(w.user_id) AND min(w.installation_id) = max(w.installation_id) THEN w.user_id END,
       CASE WHEN min(w.user_id) = max(w.user_id) AND min(w.installation_id) = max(w.installation_id) THEN w.installation_id END
  FROM result AS x
  CROSS JOIN window AS w ON w.window_id = x.window_id
 WHERE x.history_changed = 1 AND x.superseded_ms IS NULL
HAVING count(*) > 0
