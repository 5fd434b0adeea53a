-- SPDX-License-Identifier: MIT
-- ?1: the states asked for, one bit each in the order of model::OutboxState; a state that is not asked for costs nothing.
SELECT outbox_id, last_s
  FROM (SELECT outbox_id, last_s, user_id, installation_id FROM outbox WHERE state = 'pending' AND ?1 & 1
        UNION ALL
        SELECT outbox_id, last_s, user_id, installation_id FROM outbox WHERE state = 'sending' AND ?1 & 2
        UNION ALL
        SELECT outbox_id, last_s, user_id, installation_id FROM outbox WHERE state = 'retry' AND ?1 & 4
        UNION ALL
        SELECT outbox_id, last_s, user_id, installation_id FROM outbox WHERE state = 'held' AND ?1 & 8
        UNION ALL
        SELECT outbox_id, last_s, user_id, installation_id FROM outbox WHERE state = 'uncertain' AND ?1 & 16
        UNION ALL
        SELECT outbox_id, last_s, user_id, installation_id FROM outbox WHERE state = 'dead' AND ?1 & 64
        UNION ALL
        SELECT outbox_id, last_s, user_id, installation_id FROM outbox
         WHERE ?1 & 416 AND ((state = 'sent' AND ?1 & 32) OR (state = 'superseded' AND ?1 & 128) OR (state = 'dropped' AND ?1 & 256)))
 WHERE (?2 IS NULL OR user_id = ?2)
   AND (?3 IS NULL OR installation_id = ?3)
   AND last_s >= ?4 AND last_s < ?5
 ORDER BY last_s, outbox_id
 LIMIT ?6
