-- SPDX-License-Identifier: MIT
-- The current windows of an installation that end in [?3, ?4), with their place and what is kept of their delays.
SELECT w.window_id, w.last_probe_s, s.first_observation_s, s.digest, f.first_observation_s, f.digest, d.probes
  FROM window AS w
  JOIN report AS s ON s.report_id = w.session_report_id
  JOIN report AS f ON f.report_id = w.first_report_id
  LEFT JOIN recent_delays AS d ON d.user_id = ?1 AND d.installation_id = ?2
                              AND d.last_probe_s = w.last_probe_s AND d.window_id = w.window_id
 WHERE w.user_id = ?1 AND w.installation_id = ?2 AND w.superseded_ms IS NULL
   AND w.last_probe_s >= ?3 AND w.last_probe_s < ?4
