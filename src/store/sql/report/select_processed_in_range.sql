-- SPDX-License-Identifier: MIT
-- The first processed report after the place (?3, ?4) that has a moment in [?5, ?6); none of them lasts longer than
-- ?7 seconds.
SELECT r.first_observation_s, r.digest
  FROM report AS r
 WHERE r.user_id = ?1 AND r.installation_id = ?2 AND (r.first_observation_s, r.digest) > (?3, ?4)
   AND r.first_observation_s >= ?5 - ?7 AND r.first_observation_s < ?6 AND r.latest_s >= ?5
   AND NOT EXISTS (SELECT 1
                     FROM unprocessed_report AS u
                    WHERE u.user_id = ?1 AND u.installation_id = ?2 AND u.report_id = r.report_id)
 ORDER BY r.first_observation_s, r.digest
 LIMIT 1
