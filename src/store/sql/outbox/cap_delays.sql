-- SPDX-License-Identifier: MIT
-- ?1: the latest time, ?2: now (s). A result whose time lies ahead of now shows that the clock is behind.
UPDATE outbox SET next_attempt_ms = ?1
 WHERE outbox_id IN (SELECT outbox_id FROM outbox WHERE state = 'pending' AND next_attempt_ms > ?1 AND last_s <= ?2
                     UNION ALL
                     SELECT outbox_id FROM outbox WHERE state = 'retry' AND next_attempt_ms > ?1 AND last_s <= ?2
                     UNION ALL
                     SELECT outbox_id FROM outbox WHERE state = 'held' AND next_attempt_ms > ?1 AND last_s <= ?2
                     UNION ALL
                     SELECT outbox_id FROM outbox WHERE state = 'uncertain' AND next_attempt_ms > ?1 AND last_s <= ?2)
