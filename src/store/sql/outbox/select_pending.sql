-- SPDX-License-Identifier: MIT
SELECT outbox_id, user_id, installation_id, last_s, ip, state, attempts
  FROM outbox
 WHERE state = 'pending' AND (last_s, outbox_id) > (?1, ?2)
 ORDER BY last_s, outbox_id
 LIMIT ?3
