-- SPDX-License-Identifier: MIT
-- The first ?4 windows of an installation, superseded ones included, that end before ?3.
SELECT DISTINCT w.window_id
  FROM report AS r
  JOIN window_report AS m ON m.report_id = r.report_id
  JOIN window AS w ON w.window_id = m.window_id
 WHERE r.user_id = ?1 AND r.installation_id = ?2 AND r.first_observation_s < ?3 AND w.last_probe_s < ?3
 LIMIT ?4
