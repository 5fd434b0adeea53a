-- SPDX-License-Identifier: MIT
-- When the next item comes due by itself after ?1.
SELECT min(next_attempt_ms)
  FROM (SELECT min(next_attempt_ms) AS next_attempt_ms FROM outbox WHERE state = 'retry' AND next_attempt_ms > ?1
        UNION ALL
        SELECT min(next_attempt_ms) FROM outbox WHERE state = 'uncertain' AND next_attempt_ms > ?1)
