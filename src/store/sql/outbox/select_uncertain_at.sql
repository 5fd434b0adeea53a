-- SPDX-License-Identifier: MIT
SELECT outbox_id
  FROM outbox
 WHERE state = 'uncertain' AND user_id = ?1 AND installation_id = ?2 AND last_s = ?3
 ORDER BY outbox_id
