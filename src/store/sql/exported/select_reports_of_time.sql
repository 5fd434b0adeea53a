-- SPDX-License-Identifier: MIT
-- By the index of times.
SELECT report_id, user_id, installation_id, ip, observations_pruned_ms
  FROM report INDEXED BY report_of_time
 WHERE latest_s >= ?1 AND earliest_s < ?2
   AND user_id BETWEEN ?3 AND ?4 AND installation_id BETWEEN ?5 AND ?6
 ORDER BY user_id, installation_id, first_observation_s, digest
