-- SPDX-License-Identifier: MIT
-- The skew that a session's next window can carry on, as its last window with a result of the method left it.
SELECT x.session_skew_ms_per_s
  FROM window AS w
  JOIN report AS f ON f.report_id = w.first_report_id
  JOIN result AS x ON x.window_id = w.window_id AND x.superseded_ms IS NULL
 WHERE w.session_report_id = ?1 AND w.superseded_ms IS NULL
   AND x.method = ?2 AND x.method_version = ?3
 ORDER BY w.first_report_s DESC, f.digest DESC
 LIMIT 1
