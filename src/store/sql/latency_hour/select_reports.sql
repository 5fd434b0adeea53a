-- SPDX-License-Identifier: MIT
-- The reports of an installation that may hold observations of [?3, ?3 + 3600): they begin at most ?4 seconds before or
-- after it.
SELECT r.report_id,
       r.first_observation_s,
       r.digest,
       r.observations_pruned_ms IS NOT NULL,
       EXISTS (SELECT 1 FROM unprocessed_report AS u
                WHERE u.user_id = ?1 AND u.installation_id = ?2 AND u.report_id = r.report_id),
       EXISTS (SELECT 1 FROM late_report AS l
                WHERE l.user_id = ?1 AND l.installation_id = ?2 AND l.report_id = r.report_id)
  FROM report AS r
 WHERE r.user_id = ?1 AND r.installation_id = ?2
   AND r.first_observation_s > ?3 - ?4 AND r.first_observation_s < ?3 + 3600 + ?4
   AND r.latest_s >= ?3 AND r.earliest_s < ?3 + 3600
 ORDER BY r.first_observation_s, r.digest
