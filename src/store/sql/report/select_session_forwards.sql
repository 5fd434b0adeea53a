-- SPDX-License-Identifier: MIT
-- From the report at (?3, ?4) on, row by row. The reader stops at the end of the session that it is interested in.
-- Where the session has windows already, ?6 is its last one and (?7, ?8) the place of that window's last report: up to
-- there only the window's own reports count, whatever came between them since. Late ones (?5) as above.
SELECT r.report_id,
       r.first_observation_s,
       r.digest,
       r.latest_s,
       r.observation_count,
       r.observations_pruned_ms IS NOT NULL AS pruned,
       r.ip,
       ((r.first_observation_s, r.digest) > (?7, ?8)
        AND EXISTS (SELECT 1
                      FROM window_report AS m
                      JOIN window AS w ON w.window_id = m.window_id
                     WHERE m.report_id = r.report_id AND w.superseded_ms IS NULL)) AS in_other_window
  FROM report AS r
 WHERE r.user_id = ?1 AND r.installation_id = ?2 AND (r.first_observation_s, r.digest) >= (?3, ?4)
   AND ((r.first_observation_s, r.digest) > (?7, ?8)
        OR EXISTS (SELECT 1 FROM window_report AS m WHERE m.report_id = r.report_id AND m.window_id = ?6))
   AND (?5 = '[]' OR r.report_id NOT IN (SELECT value FROM json_each(?5)))
   AND NOT EXISTS (SELECT 1
                     FROM late_report AS l
                    WHERE l.user_id = ?1 AND l.installation_id = ?2 AND l.report_id = r.report_id)
 ORDER BY r.first_observation_s, r.digest
