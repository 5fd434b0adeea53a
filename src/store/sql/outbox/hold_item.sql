-- SPDX-License-Identifier: MIT
-- The item waits with others of its kind. Its own last answer is left as it is.
UPDATE outbox SET state = 'held', held_for = ?2, next_attempt_ms = ?3
 WHERE outbox_id = ?1 AND state IN ('pending', 'retry', 'held')
