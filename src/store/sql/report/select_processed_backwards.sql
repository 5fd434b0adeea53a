-- SPDX-License-Identifier: MIT
-- The same reports from the place (?3, ?4) back in time, row by row.
SELECT r.first_observation_s,
       r.digest,
       r.ip
  FROM report AS r
 WHERE r.user_id = ?1 AND r.installation_id = ?2 AND (r.first_observation_s, r.digest) <= (?3, ?4)
   AND NOT EXISTS (SELECT 1
                     FROM unprocessed_report AS u
                    WHERE u.user_id = ?1 AND u.installation_id = ?2 AND u.report_id = r.report_id)
 ORDER BY r.first_observation_s DESC, r.digest DESC
