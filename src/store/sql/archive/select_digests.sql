-- SPDX-License-Identifier: MIT
-- What select_reports would read, by digest alone.
SELECT digest
  FROM report
 WHERE user_id = ?1 AND installation_id = ?2 AND first_observation_s >= ?3 AND first_observation_s < ?4
   AND observations_pruned_ms IS NULL AND signature IS NOT NULL
