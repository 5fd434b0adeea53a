-- SPDX-License-Identifier: MIT
-- The reports of an installation that may hold observations of [?3, ?3 + 3600): they begin at most ?4 seconds before or
-- after it.
SELECT r.report_id, r.first_observation_s, r.digest, r.observations_pruned_ms IS NOT NULL
  FROM report AS r
 WHERE r.user_id = ?1 AND r.installation_id = ?2
   AND r.first_observation_s > ?3 - ?4 AND r.first_observation_s < ?3 + 3600 + ?4
   AND r.latest_s >= ?3 AND r.earliest_s < ?3 + 3600
 ORDER BY r.first_observation_s, r.digest
