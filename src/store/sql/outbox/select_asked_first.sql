-- SPDX-License-Identifier: MIT
-- What a run looks up before it sends it, by ask_pruned.sql and ask_restored.sql: whose it is, its time, and whether because
-- what was sent of that time is pruned. ?1: when the database was restored (ms), NULL if never; ?2: how long after that a
-- result's time may lie (ms). Each state has its own index, which goes without what is sent.
WITH waiting AS (SELECT user_id, installation_id, last_s, looked_up_ms FROM outbox WHERE state = 'pending'
                 UNION ALL
                 SELECT user_id, installation_id, last_s, looked_up_ms FROM outbox WHERE state = 'retry'
                 UNION ALL
                 SELECT user_id, installation_id, last_s, looked_up_ms FROM outbox WHERE state = 'held')
SELECT o.user_id, o.installation_id, o.last_s, o.looked_up_ms IS NULL AND coalesce(o.last_s < i.items_pruned_before_s, 0)
  FROM waiting AS o
  JOIN installation AS i ON i.user_id = o.user_id AND i.installation_id = o.installation_id
 WHERE o.looked_up_ms IS NULL AND o.last_s < i.items_pruned_before_s
    OR o.last_s * 1000 <= ?1 + ?2 AND coalesce(o.looked_up_ms, -1) < ?1
 ORDER BY 1, 2, 3
