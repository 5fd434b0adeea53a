-- SPDX-License-Identifier: MIT
-- Waits with others of its kind: its own last answer stays what it was.
UPDATE outbox SET state = 'held', held_for = ?2, next_attempt_ms = ?3
 WHERE outbox_id = ?1 AND state IN ('pending', 'retry', 'held')
