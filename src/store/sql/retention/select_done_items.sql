-- SPDX-License-Identifier: MIT
-- The first ?5 items of an installation of a time before ?3 that were done before ?4 (unix ms).
SELECT outbox_id, last_s
  FROM outbox
 WHERE user_id = ?1 AND installation_id = ?2 AND last_s < ?3 AND coalesce(sent_ms, queued_ms) < ?4
   AND state IN ('sent', 'superseded', 'dropped')
 ORDER BY last_s, outbox_id
 LIMIT ?5
