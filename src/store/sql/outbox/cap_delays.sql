-- SPDX-License-Identifier: MIT
-- ?1: the latest time, ?2: now (s). A result that lies ahead of now says that it is now that is wrong.
UPDATE outbox SET next_attempt_ms = ?1
 WHERE last_s <= ?2
   AND ((state = 'retry' AND next_attempt_ms > ?1)
     OR (state = 'held' AND next_attempt_ms > ?1)
     OR (state = 'uncertain' AND next_attempt_ms > ?1))
