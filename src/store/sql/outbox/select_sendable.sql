-- SPDX-License-Identifier: MIT
-- In the order in which they are to be sent, from after (?1, ?2, ?3) on; ?4: what is due then (ms).
SELECT outbox_id, user_id, installation_id, last_s, ip, state, attempts, unclear_ends
  FROM outbox
 WHERE state = 'pending' AND (unclear_ends, last_s, outbox_id) > (?1, ?2, ?3) AND coalesce(next_attempt_ms, ?4) <= ?4
UNION ALL
SELECT outbox_id, user_id, installation_id, last_s, ip, state, attempts, unclear_ends
  FROM outbox
 WHERE state = 'retry' AND (unclear_ends, last_s, outbox_id) > (?1, ?2, ?3) AND next_attempt_ms <= ?4
UNION ALL
SELECT outbox_id, user_id, installation_id, last_s, ip, state, attempts, unclear_ends
  FROM outbox
 WHERE state = 'held' AND (unclear_ends, last_s, outbox_id) > (?1, ?2, ?3) AND next_attempt_ms <= ?4
 ORDER BY unclear_ends, last_s, outbox_id
 LIMIT ?5
