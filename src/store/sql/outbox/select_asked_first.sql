-- SPDX-License-Identifier: MIT
-- What a run looks up before it sends it, by ask_pruned.sql and ask_restored.sql: whose it is, its time, and whether because
-- what was sent of that time is pruned. ?1: when the database was restored (ms), NULL if never; ?2: how long after that a
-- result's time may lie (ms).
SELECT o.user_id, o.installation_id, o.last_s, o.looked_up_ms IS NULL AND coalesce(o.last_s < i.items_pruned_before_s, 0)
  FROM outbox AS o
  JOIN installation AS i ON i.user_id = o.user_id AND i.installation_id = o.installation_id
 WHERE o.state = 'pending'
   AND (o.looked_up_ms IS NULL AND o.last_s < i.items_pruned_before_s
        OR o.last_s * 1000 <= ?1 + ?2 AND coalesce(o.looked_up_ms, -1) < ?1)
UNION ALL
SELECT o.user_id, o.installation_id, o.last_s, o.looked_up_ms IS NULL AND coalesce(o.last_s < i.items_pruned_before_s, 0)
  FROM outbox AS o
  JOIN installation AS i ON i.user_id = o.user_id AND i.installation_id = o.installation_id
 WHERE o.state = 'retry'
   AND (o.looked_up_ms IS NULL AND o.last_s < i.items_pruned_before_s
        OR o.last_s * 1000 <= ?1 + ?2 AND coalesce(o.looked_up_ms, -1) < ?1)
UNION ALL
SELECT o.user_id, o.installation_id, o.last_s, o.looked_up_ms IS NULL AND coalesce(o.last_s < i.items_pruned_before_s, 0)
  FROM outbox AS o
  JOIN installation AS i ON i.user_id = o.user_id AND i.installation_id = o.installation_id
 WHERE o.state = 'held'
   AND (o.looked_up_ms IS NULL AND o.last_s < i.items_pruned_before_s
        OR o.last_s * 1000 <= ?1 + ?2 AND coalesce(o.looked_up_ms, -1) < ?1)
 ORDER BY 1, 2, 3
