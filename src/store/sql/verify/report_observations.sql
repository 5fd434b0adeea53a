-- SPDX-License-Identifier: MIT
-- What is pruned is gone as a whole.
SELECT format('report %d: %d observations are stored, %d are counted%s', r.report_id, count(o.report_id),
              r.observation_count, iif(r.observations_pruned_ms IS NULL, '', ', and they are said to be pruned'))
  FROM report AS r
  LEFT JOIN observation AS o ON o.report_id = r.report_id
 GROUP BY r.report_id
HAVING count(o.report_id) <> iif(r.observations_pruned_ms IS NULL, r.observation_count, 0)
