-- SPDX-License-Identifier: MIT
-- By the time of the result. Ids of rows mean nothing elsewhere and are left out.
SELECT user_id, installation_id, ip, method, strftime('%Y-%m-%dT%H:%M:%SZ', last_s, 'unixepoch') AS window_end, last_s, state,
       source, attempts, unclear_ends, held_for, last_status, last_error, note, drop_reason,
       strftime('%Y-%m-%dT%H:%M:%SZ', queued_ms / 1000, 'unixepoch') AS queued, queued_ms,
       strftime('%Y-%m-%dT%H:%M:%SZ', next_attempt_ms / 1000, 'unixepoch') AS next_attempt, next_attempt_ms,
       strftime('%Y-%m-%dT%H:%M:%SZ', sent_ms / 1000, 'unixepoch') AS sent, sent_ms, body
  FROM outbox
 WHERE last_s >= ?1 AND last_s < ?2
   AND user_id BETWEEN ?3 AND ?4 AND installation_id BETWEEN ?5 AND ?6
 ORDER BY user_id, installation_id, last_s, outbox_id
