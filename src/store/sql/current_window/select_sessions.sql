-- SPDX-License-Identifier: MIT
-- The sessions of the current windows that hold reports from (?3, ?4) to (?5, ?6), each with its first report's place.
SELECT DISTINCT s.report_id, s.first_observation_s, s.digest
  FROM report AS r
  JOIN window_report AS m ON m.report_id = r.report_id
  JOIN window AS w ON w.window_id = m.window_id AND w.superseded_ms IS NULL
  JOIN report AS s ON s.report_id = w.session_report_id
 WHERE r.user_id = ?1 AND r.installation_id = ?2 AND (r.first_observation_s, r.digest) >= (?3, ?4)
   AND (r.first_observation_s, r.digest) <= (?5, ?6)
