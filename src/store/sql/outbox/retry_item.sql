-- SPDX-License-Identifier: MIT
-- An uncertain item without a time is left to the operator.
UPDATE outbox
   SET state = 'pending', next_attempt_ms = NULL, held_for = NULL, settle_boot_id = NULL, settle_until_boot_ms = NULL
 WHERE outbox_id = ?1
   AND (state IN ('retry', 'held', 'dead')
     OR (state = 'pending' AND next_attempt_ms IS NOT NULL)
     OR (state = 'uncertain' AND next_attempt_ms IS NULL))
