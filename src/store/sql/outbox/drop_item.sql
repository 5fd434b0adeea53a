-- SPDX-License-Identifier: MIT
UPDATE outbox
   SET state = 'dropped', held_for = NULL, next_attempt_ms = NULL, settle_boot_id = NULL, settle_until_boot_ms = NULL,
       drop_reason = ?2
 WHERE outbox_id = ?1 AND state IN ('pending', 'retry', 'held', 'uncertain', 'dead')
