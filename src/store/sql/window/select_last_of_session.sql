-- SPDX-License-Identifier: MIT
-- A session's last current window, with the place of its last report and of the session's first one.
SELECT w.window_id, w.reports, z.first_observation_s, z.digest, s.first_observation_s, s.digest
  FROM window AS w
  JOIN report AS f ON f.report_id = w.first_report_id
  JOIN report AS z ON z.report_id = w.last_report_id
  JOIN report AS s ON s.report_id = w.session_report_id
 WHERE w.session_report_id = ?1 AND w.superseded_ms IS NULL
 ORDER BY w.first_report_s DESC, f.digest DESC
 LIMIT 1
