-- SPDX-License-Identifier: MIT
-- Two windows that start at the same report are the same window.
SELECT format('report %d: current windows %s start there', w.first_report_id, group_concat(w.window_id, ', '))
  FROM window AS w
 WHERE w.superseded_ms IS NULL
 GROUP BY w.first_report_id
HAVING count(*) > 1
