-- SPDX-License-Identifier: MIT
-- Windows by their reports: no index has superseded ones by installation.
SELECT (SELECT count(*) FROM report WHERE user_id = ?1 AND installation_id = ?2),
       (SELECT coalesce(sum(observation_count), 0)
          FROM report
         WHERE user_id = ?1 AND installation_id = ?2 AND observations_pruned_ms IS NULL),
       (SELECT count(*)
          FROM result
         WHERE window_id IN (SELECT m.window_id
                               FROM report AS r
                               JOIN window_report AS m ON m.report_id = r.report_id
                              WHERE r.user_id = ?1 AND r.installation_id = ?2)),
       (SELECT count(*) FROM outbox WHERE user_id = ?1 AND installation_id = ?2 AND state NOT IN ('sent', 'superseded', 'dropped'))
