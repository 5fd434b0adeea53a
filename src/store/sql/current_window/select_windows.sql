-- SPDX-License-Identifier: MIT
-- The current windows that hold any of the reports from (?3, ?4) to (?5, ?6).
SELECT w.window_id, w.session_report_id, w.ip, w.last_probe_s, s.first_observation_s, s.digest
  FROM window AS w
  JOIN report AS s ON s.report_id = w.session_report_id
 WHERE w.superseded_ms IS NULL
   AND w.window_id IN (SELECT m.window_id
                         FROM report AS r
                         JOIN window_report AS m ON m.report_id = r.report_id
                        WHERE r.user_id = ?1 AND r.installation_id = ?2 AND (r.first_observation_s, r.digest) >= (?3, ?4)
                          AND (r.first_observation_s, r.digest) <= (?5, ?6))
 ORDER BY w.first_report_s, w.window_id
