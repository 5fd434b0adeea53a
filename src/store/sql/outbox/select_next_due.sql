-- SPDX-License-Identifier: MIT
-- When the next item comes due by itself that was not due at ?1 (ms), in time since this boot began ?5 (ms). ?2 and ?3: this
-- boot and the time since it began (ms), at ?4 (ms).
SELECT min(next_attempt_ms)
  FROM (SELECT min(next_attempt_ms) AS next_attempt_ms FROM outbox WHERE state = 'pending' AND next_attempt_ms > ?1
        UNION ALL
        SELECT min(next_attempt_ms) FROM outbox WHERE state = 'retry' AND next_attempt_ms > ?1
        UNION ALL
        SELECT min(next_attempt_ms) FROM outbox
         WHERE state = 'uncertain' AND settle_boot_id IS NULL AND next_attempt_ms > ?1
        UNION ALL
        SELECT min(?4 + settle_until_boot_ms - ?3) FROM outbox
         WHERE state = 'uncertain' AND settle_boot_id = ?2 AND settle_until_boot_ms > ?5)
