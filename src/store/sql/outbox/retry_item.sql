UPDATE outbox
   SET state = 'pending', held_for = NULL, next_attempt_ms = NULL, unresolved = 0
 WHERE outbox_id = ?1
   AND (state IN ('retry', 'held', 'dead') OR (state = 'uncertain' AND next_attempt_ms IS NULL))
