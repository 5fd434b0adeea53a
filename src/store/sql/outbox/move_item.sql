-- SPDX-License-Identifier: MIT
UPDATE outbox
   SET state = ?3,
       attempts = ?4,
       unclear_ends = ?5,
       first_unclear_ms = ?6,
       next_attempt_ms = ?7,
       settle_boot_id = ?8,
       settle_until_boot_ms = ?9,
       looked_up_ms = ?10,
       held_for = ?11,
       last_status = ?12,
       last_error = ?13,
       note = ?14,
       sent_ms = ?15
 WHERE outbox_id = ?1 AND state = ?2
