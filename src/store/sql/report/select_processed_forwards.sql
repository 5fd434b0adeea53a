-- SPDX-License-Identifier: MIT
-- All reports that process has looked at, late ones included, from the place (?3, ?4) on, row by row.
SELECT r.report_id,
       r.first_observation_s,
       r.digest,
       r.latest_s,
       r.observation_count,
       r.observations_pruned_ms IS NOT NULL AS pruned,
       r.ip
  FROM report AS r
 WHERE r.user_id = ?1 AND r.installation_id = ?2 AND (r.first_observation_s, r.digest) >= (?3, ?4)
   AND NOT EXISTS (SELECT 1
                     FROM unprocessed_report AS u
                    WHERE u.user_id = ?1 AND u.installation_id = ?2 AND u.report_id = r.report_id)
 ORDER BY r.first_observation_s, r.digest
