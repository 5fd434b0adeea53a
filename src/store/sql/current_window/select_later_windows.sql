-- SPDX-License-Identifier: MIT
-- The current windows of an installation that end in (?3, ?4].
SELECT w.window_id, w.session_report_id, w.ip, w.last_probe_s, s.first_observation_s, s.digest
  FROM window AS w
  JOIN report AS s ON s.report_id = w.session_report_id
 WHERE w.user_id = ?1 AND w.installation_id = ?2 AND w.superseded_ms IS NULL AND w.last_probe_s > ?3 AND w.last_probe_s <= ?4
 ORDER BY w.last_probe_s, s.first_observation_s, s.digest, w.first_report_s, w.window_id
