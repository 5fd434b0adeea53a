-- SPDX-License-Identifier: MIT
SELECT (SELECT count(*) FROM report WHERE user_id = ?1 AND installation_id = ?2),
       (SELECT coalesce(sum(observation_count), 0)
          FROM report
         WHERE user_id = ?1 AND installation_id = ?2 AND observations_pruned_ms IS NULL),
       (SELECT count(*)
          FROM window AS w
          JOIN result AS x ON x.window_id = w.window_id
         WHERE w.user_id = ?1 AND w.installation_id = ?2),
       (SELECT count(*) FROM outbox WHERE user_id = ?1 AND installation_id = ?2 AND state NOT IN ('sent', 'superseded', 'dropped'))
