-- SPDX-License-Identifier: MIT
-- Nothing is sent while something of the same installation and time may still be on its way, nor, of the times that a
-- restored database may have forgotten (?4: how long after it, ms) or of which what was sent is pruned, before tix-api has been
-- asked.
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
   AND NOT EXISTS (SELECT 1
                     FROM database_identity AS identity
                    WHERE outbox.last_s * 1000 <= identity.restored_ms + ?4
                      AND coalesce(outbox.looked_up_ms, -1) < identity.restored_ms)
   AND NOT EXISTS (SELECT 1
                     FROM installation AS i
                    WHERE i.user_id = outbox.user_id
                      AND i.installation_id = outbox.installation_id
                      AND outbox.last_s < i.items_pruned_before_s
                      AND outbox.looked_up_ms IS NULL)
