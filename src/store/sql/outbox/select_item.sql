-- SPDX-License-Identifier: MIT
SELECT outbox_id, user_id, installation_id, last_s, ip, method, body, result_id, state, attempts, unclear_ends,
       first_unclear_ms, next_attempt_ms, settle_boot_id, settle_until_boot_ms, looked_up_ms, held_for, last_status,
       last_error, drop_reason, note, queued_ms, claimed_ms, sent_ms
  FROM outbox
 WHERE outbox_id = ?1
