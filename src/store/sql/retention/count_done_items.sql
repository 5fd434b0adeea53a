-- SPDX-License-Identifier: MIT
SELECT count(*)
  FROM outbox
 WHERE user_id = ?1 AND installation_id = ?2 AND last_s < ?3 AND coalesce(sent_ms, queued_ms) < ?4
   AND state IN ('sent', 'superseded', 'dropped')
