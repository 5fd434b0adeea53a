-- SPDX-License-Identifier: MIT
-- Whatever a restored database may have sent and forgotten is looked up before it is sent. ?1: when it was restored (ms),
-- ?2: how long after that a result's time may lie (ms), ?3: due by the time of day, ?4 and ?5: by the time since this boot.
UPDATE outbox
   SET state = 'uncertain',
       held_for = NULL,
       next_attempt_ms = ?3,
       settle_boot_id = ?4,
       settle_until_boot_ms = ?5,
       last_error = 'the database was restored, copied or moved: it may have been sent'
 WHERE outbox_id IN (SELECT outbox_id FROM outbox
                      WHERE state = 'pending' AND last_s * 1000 <= ?1 + ?2 AND coalesce(looked_up_ms, -1) < ?1
                      UNION ALL
                     SELECT outbox_id FROM outbox
                      WHERE state = 'retry' AND last_s * 1000 <= ?1 + ?2 AND coalesce(looked_up_ms, -1) < ?1
                      UNION ALL
                     SELECT outbox_id FROM outbox
                      WHERE state = 'held' AND last_s * 1000 <= ?1 + ?2 AND coalesce(looked_up_ms, -1) < ?1)
