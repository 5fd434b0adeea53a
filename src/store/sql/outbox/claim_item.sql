-- SPDX-License-Identifier: MIT
-- Nothing is sent while something of the same installation and time may still be on its way.
UPDATE outbox
   SET state = 'sending', attempts = attempts + 1, claimed_ms = ?2, run_id = ?3, next_attempt_ms = NULL, held_for = NULL
 WHERE outbox_id = ?1
   AND state IN ('pending', 'retry', 'held')
   AND NOT EXISTS (SELECT 1
                     FROM outbox AS other
                    WHERE other.user_id = outbox.user_id
                      AND other.installation_id = outbox.installation_id
                      AND other.last_s = outbox.last_s
                      AND other.outbox_id <> outbox.outbox_id
                      AND other.state IN ('sending', 'uncertain'))
