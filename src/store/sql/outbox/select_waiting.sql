-- SPDX-License-Identifier: MIT
-- A summary of the items that wait: when the oldest was queued, when the next held one and the next uncertain one come due,
-- and how many are left to the operator. ?1 and ?2: this boot and the time since it began (ms), at ?3 (ms).
SELECT (SELECT min(queued_ms)
          FROM (SELECT min(queued_ms) AS queued_ms FROM outbox WHERE state = 'pending'
                UNION ALL SELECT min(queued_ms) FROM outbox WHERE state = 'sending'
                UNION ALL SELECT min(queued_ms) FROM outbox WHERE state = 'retry'
                UNION ALL SELECT min(queued_ms) FROM outbox WHERE state = 'held'
                UNION ALL SELECT min(queued_ms) FROM outbox WHERE state = 'uncertain')),
       (SELECT min(next_attempt_ms) FROM outbox WHERE state = 'held'),
       (SELECT min(iif(settle_boot_id = ?1, ?3 + settle_until_boot_ms - ?2, next_attempt_ms))
          FROM outbox WHERE state = 'uncertain'),
       (SELECT count(*) FROM outbox WHERE state = 'uncertain' AND next_attempt_ms IS NULL)
