-- SPDX-License-Identifier: MIT
-- ?1 to ?9: whether each state is asked for; one that is not costs nothing.
SELECT outbox_id, last_s
  FROM (SELECT outbox_id, last_s, user_id, installation_id FROM outbox WHERE state = 'pending' AND ?1
        UNION ALL
        SELECT outbox_id, last_s, user_id, installation_id FROM outbox WHERE state = 'sending' AND ?2
        UNION ALL
        SELECT outbox_id, last_s, user_id, installation_id FROM outbox WHERE state = 'retry' AND ?3
        UNION ALL
        SELECT outbox_id, last_s, user_id, installation_id FROM outbox WHERE state = 'held' AND ?4
        UNION ALL
        SELECT outbox_id, last_s, user_id, installation_id FROM outbox WHERE state = 'uncertain' AND ?5
        UNION ALL
        SELECT outbox_id, last_s, user_id, installation_id FROM outbox WHERE state = 'dead' AND ?6
        UNION ALL
        SELECT outbox_id, last_s, user_id, installation_id FROM outbox
         WHERE (?7 OR ?8 OR ?9)
           AND ((state = 'sent' AND ?7) OR (state = 'superseded' AND ?8) OR (state = 'dropped' AND ?9)))
 WHERE (?10 IS NULL OR user_id = ?10)
   AND (?11 IS NULL OR installation_id = ?11)
   AND last_s >= ?12 AND last_s < ?13
 ORDER BY last_s, outbox_id
 LIMIT ?14
