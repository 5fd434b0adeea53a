-- SPDX-License-Identifier: MIT
UPDATE outbox SET state = 'pending', held_for = NULL, next_attempt_ms = NULL
 WHERE state = 'held' AND held_for = 'user' AND user_id = ?1
