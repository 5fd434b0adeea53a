-- SPDX-License-Identifier: MIT
-- The reports that begin in [?3, ?4) and have their observations, how many these are, and how many of the reports are late.
SELECT count(*), coalesce(sum(r.observation_count), 0), count(l.report_id)
  FROM report AS r
  LEFT JOIN late_report AS l
    ON l.user_id = r.user_id AND l.installation_id = r.installation_id AND l.report_id = r.report_id
 WHERE r.user_id = ?1 AND r.installation_id = ?2 AND r.first_observation_s >= ?3 AND r.first_observation_s < ?4
   AND r.observations_pruned_ms IS NULL
