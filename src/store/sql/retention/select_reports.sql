-- SPDX-License-Identifier: MIT
-- The first ?5 reports that begin in [?3, ?4) and have their observations.
SELECT report_id, first_observation_s, first_observation_id, observation_count, exception_count
  FROM report
 WHERE user_id = ?1 AND installation_id = ?2 AND first_observation_s >= ?3 AND first_observation_s < ?4
   AND observations_pruned_ms IS NULL
 ORDER BY first_observation_s, digest
 LIMIT ?5
