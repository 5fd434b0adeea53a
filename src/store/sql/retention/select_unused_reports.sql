-- SPDX-License-Identifier: MIT
-- The pruned reports of an installation that begin before ?3, that no window has, and no session begins with.
SELECT r.report_id
  FROM report AS r
 WHERE r.user_id = ?1 AND r.installation_id = ?2 AND r.first_observation_s < ?3 AND r.observations_pruned_ms IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM window_report AS m WHERE m.report_id = r.report_id)
   AND NOT EXISTS (SELECT 1 FROM window AS w WHERE w.session_report_id = r.report_id AND w.superseded_ms IS NULL)
   AND NOT EXISTS (SELECT 1 FROM window AS w WHERE w.session_report_id = r.report_id AND w.superseded_ms IS NOT NULL)
