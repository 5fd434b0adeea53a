-- SPDX-License-Identifier: MIT
SELECT outbox_id, user_id, installation_id, last_s, ip, state, attempts
  FROM outbox
 WHERE state = 'retry' AND next_attempt_ms <= ?1
UNION ALL
SELECT outbox_id, user_id, installation_id, last_s, ip, state, attempts
  FROM outbox
 WHERE state = 'held' AND next_attempt_ms <= ?1
 LIMIT ?2
