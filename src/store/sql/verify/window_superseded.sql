-- SPDX-License-Identifier: MIT
-- The results of a superseded window are superseded too; a current window has a current result.
SELECT format('window %d: superseded, and its result %d is not', w.window_id, x.result_id)
  FROM window AS w
  JOIN result AS x ON x.window_id = w.window_id AND x.superseded_ms IS NULL
 WHERE w.superseded_ms IS NOT NULL
 UNION ALL
SELECT format('window %d: current, and has no current result', w.window_id)
  FROM window AS w
 WHERE w.superseded_ms IS NULL
   AND NOT EXISTS (SELECT 1 FROM result AS x WHERE x.window_id = w.window_id AND x.superseded_ms IS NULL)
