-- SPDX-License-Identifier: MIT
-- The same reports from the place (?3, ?4) back in time, row by row. ?5: the gap (s) that separates sessions.
SELECT r.first_observation_s,
       r.digest,
       (r.ip IS NOT lag(r.ip) OVER place OR lag(r.first_observation_s) OVER place - r.first_observation_s > ?5) AS ends_session
  FROM report AS r
 WHERE r.user_id = ?1 AND r.installation_id = ?2 AND (r.first_observation_s, r.digest) <= (?3, ?4)
   AND NOT EXISTS (SELECT 1
                     FROM unprocessed_report AS u
                    WHERE u.user_id = ?1 AND u.installation_id = ?2 AND u.report_id = r.report_id)
WINDOW place AS (ORDER BY r.first_observation_s DESC, r.digest DESC ROWS UNBOUNDED PRECEDING)
 ORDER BY r.first_observation_s DESC, r.digest DESC
