-- SPDX-License-Identifier: MIT
-- All reports that process has looked at, late ones included, from the place (?3, ?4) on, row by row. ?5: the gap (s) that separates
-- sessions.
SELECT r.report_id,
       r.first_observation_s,
       r.digest,
       r.latest_s,
       r.observation_count,
       r.observations_pruned_ms IS NOT NULL AS pruned,
       r.ip,
       (r.ip IS NOT lag(r.ip) OVER place OR r.first_observation_s - lag(r.first_observation_s) OVER place > ?5) AS starts_session,
       sum(r.observation_count) OVER place AS observations_through
  FROM report AS r
 WHERE r.user_id = ?1 AND r.installation_id = ?2 AND (r.first_observation_s, r.digest) >= (?3, ?4)
   AND NOT EXISTS (SELECT 1
                     FROM unprocessed_report AS u
                    WHERE u.user_id = ?1 AND u.installation_id = ?2 AND u.report_id = r.report_id)
WINDOW place AS (ORDER BY r.first_observation_s, r.digest ROWS UNBOUNDED PRECEDING)
 ORDER BY r.first_observation_s, r.digest
