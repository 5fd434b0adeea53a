-- SPDX-License-Identifier: MIT
-- From the report at (?3, ?4) back in time, row by row: the reader stops where the session begins, or at a report that
-- is in a window. Late reports, and those that this batch has found to be late (?5, a JSON array of ids), are left out.
SELECT r.report_id,
       r.first_observation_s,
       r.digest,
       r.latest_s,
       r.observation_count,
       r.observations_pruned_ms IS NOT NULL AS pruned,
       r.ip,
       (SELECT w.session_report_id
          FROM window_report AS m
          JOIN window AS w ON w.window_id = m.window_id
         WHERE m.report_id = r.report_id AND w.superseded_ms IS NULL
         LIMIT 1) AS session_report_id
  FROM report AS r
 WHERE r.user_id = ?1 AND r.installation_id = ?2 AND (r.first_observation_s, r.digest) <= (?3, ?4)
   AND (?5 = '[]' OR r.report_id NOT IN (SELECT value FROM json_each(?5)))
   AND NOT EXISTS (SELECT 1
                     FROM late_report AS l
                    WHERE l.user_id = ?1 AND l.installation_id = ?2 AND l.report_id = r.report_id)
 ORDER BY r.first_observation_s DESC, r.digest DESC
