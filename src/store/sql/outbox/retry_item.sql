-- SPDX-License-Identifier: MIT
-- What died unresolved may be stored at tix-api: it is asked about first, like everything uncertain.
UPDATE outbox
   SET state = CASE WHEN state = 'dead' AND unresolved > 0 THEN 'uncertain' ELSE 'pending' END,
       next_attempt_ms = CASE WHEN state = 'dead' AND unresolved > 0 THEN ?2 END,
       held_for = NULL,
       unresolved = 0
 WHERE outbox_id = ?1
   AND (state IN ('retry', 'held', 'dead') OR (state = 'uncertain' AND next_attempt_ms IS NULL))
