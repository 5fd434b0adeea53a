UPDATE outbox SET next_attempt_ms = ?1
 WHERE (state = 'retry' AND next_attempt_ms > ?1)
    OR (state = 'held' AND next_attempt_ms > ?1)
    OR (state = 'uncertain' AND next_attempt_ms > ?1)
