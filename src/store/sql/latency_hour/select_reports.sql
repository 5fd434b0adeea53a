-- SPDX-License-Identifier: MIT
-- The reports of an installation that may hold observations of [?3, ?4]: they begin at most ?5 seconds before or after it.
SELECT r.report_id, r.first_observation_s, r.digest, r.observations_pruned_ms IS NOT NULL
  FROM report AS r
 WHERE r.user_id = ?1 AND r.installation_id = ?2
   AND r.first_observation_s > ?3 - ?5 AND r.first_observation_s <= ?4 + ?5
   AND r.latest_s >= ?3 AND r.earliest_s <= ?4
 ORDER BY r.first_observation_s, r.digest
