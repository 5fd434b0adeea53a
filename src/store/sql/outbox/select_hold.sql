-- SPDX-License-Identifier: MIT
-- The hold that an item of this address, user and installation is under; the longest if there are several.
SELECT held_for, until_ms
  FROM (SELECT 'address' AS held_for, max(next_attempt_ms) AS until_ms
          FROM outbox WHERE state = 'held' AND held_for = 'address' AND ip = ?1
        UNION ALL
        SELECT 'user', max(next_attempt_ms)
          FROM outbox WHERE state = 'held' AND held_for = 'user' AND user_id = ?2
        UNION ALL
        SELECT 'installation', max(next_attempt_ms)
          FROM outbox
         WHERE state = 'held' AND held_for = 'installation' AND user_id = ?2 AND installation_id = ?3)
 WHERE until_ms IS NOT NULL
 ORDER BY until_ms DESC
 LIMIT 1
