-- SPDX-License-Identifier: MIT
UPDATE outbox
   SET state = ?3,
       next_attempt_ms = ?4,
       held_for = ?5,
       last_status = ?6,
       last_error = ?7,
       note = coalesce(?8, note),
       sent_ms = ?9,
       unresolved = ?10,
       attempts = attempts + ?11
 WHERE outbox_id = ?1 AND state = ?2
