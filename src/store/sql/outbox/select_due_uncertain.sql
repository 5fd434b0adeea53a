-- SPDX-License-Identifier: MIT
SELECT outbox_id
  FROM outbox
 WHERE state = 'uncertain' AND next_attempt_ms <= ?1
 ORDER BY next_attempt_ms
 LIMIT ?2
