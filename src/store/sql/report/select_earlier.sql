-- SPDX-License-Identifier: MIT
-- The reports of an installation before (?3, ?4), back in time, row by row: the reader stops where it has enough.
SELECT r.report_id,
       r.first_observation_s,
       r.digest,
       r.latest_s,
       r.observation_count,
       r.observations_pruned_ms IS NOT NULL AS pruned
  FROM report AS r
 WHERE r.user_id = ?1 AND r.installation_id = ?2 AND (r.first_observation_s, r.digest) < (?3, ?4)
 ORDER BY r.first_observation_s DESC, r.digest DESC
