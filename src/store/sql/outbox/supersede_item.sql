-- SPDX-License-Identifier: MIT
UPDATE outbox SET state = 'superseded', held_for = NULL, next_attempt_ms = NULL
 WHERE outbox_id = ?1 AND state IN ('pending', 'retry', 'held', 'dead')
