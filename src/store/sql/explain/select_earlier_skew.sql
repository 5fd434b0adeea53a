-- SPDX-License-Identifier: MIT
-- The skew of the session's last window with one before the window ?1, and whether it was ever fitted by then.
SELECT x.skew_ms_per_s, x.skew_source, o.last_s
  FROM window AS w
  JOIN report AS g ON g.report_id = w.first_report_id
  JOIN window AS o ON o.session_report_id = w.session_report_id AND o.superseded_ms IS NULL
  JOIN report AS f ON f.report_id = o.first_report_id
  JOIN result AS x ON x.window_id = o.window_id AND x.superseded_ms IS NULL
 WHERE w.window_id = ?1
   AND o.first_report_s <= w.first_report_s AND (o.first_report_s, f.digest) < (w.first_report_s, g.digest)
   AND x.method = ?2 AND x.method_version = ?3
   AND x.skew_source IS NOT NULL
 ORDER BY o.first_report_s DESC, f.digest DESC
 LIMIT 1
