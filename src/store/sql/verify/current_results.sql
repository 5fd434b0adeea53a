-- SPDX-License-Identifier: MIT
SELECT format('window %d: results %s of method %s are all current', window_id, group_concat(result_id, ', '), method)
  FROM result
 WHERE superseded_ms IS NULL
 GROUP BY window_id, method
HAVING count(*) > 1
