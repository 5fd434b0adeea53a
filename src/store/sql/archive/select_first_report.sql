-- SPDX-License-Identifier: MIT
-- When the first of the reports of an installation begins that begin in [?3, ?4) and have their observations.
SELECT min(first_observation_s)
  FROM report
 WHERE user_id = ?1 AND installation_id = ?2 AND first_observation_s >= ?3 AND first_observation_s < ?4
   AND observations_pruned_ms IS NULL
