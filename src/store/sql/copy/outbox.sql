-- SPDX-License-Identifier: MIT
INSERT INTO main.outbox (outbox_id, user_id, installation_id, last_s, ip, method, body, source, result_id, state, attempts, unclear_ends,
                         first_unclear_ms, next_attempt_ms, settle_boot_id, settle_until_boot_ms, looked_up_ms, held_for, last_status,
                         last_error, drop_reason, note, queued_ms, claimed_ms, sent_ms, run_id)
SELECT o.outbox_id + @outbox, o.user_id, o.installation_id, o.last_s, o.ip, o.method, o.body, o.source, o.result_id + @result, o.state,
       o.attempts, o.unclear_ends, o.first_unclear_ms, o.next_attempt_ms, o.settle_boot_id, o.settle_until_boot_ms, o.looked_up_ms,
       o.held_for, o.last_status, o.last_error, o.drop_reason, o.note, o.queued_ms, o.claimed_ms, o.sent_ms, o.run_id + @run
  FROM source.outbox AS o
 CROSS JOIN temp.chosen AS c ON c.user_id = o.user_id AND c.installation_id = o.installation_id
