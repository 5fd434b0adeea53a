-- SPDX-License-Identifier: MIT
SELECT report_id, observations_pruned_ms IS NOT NULL, first_observation_id
  FROM report
 WHERE user_id = ?1 AND installation_id = ?2 AND first_observation_s = ?3 AND digest = ?4
