-- When the next item comes due by itself.
SELECT min(next_attempt_ms)
  FROM (SELECT min(next_attempt_ms) AS next_attempt_ms FROM outbox WHERE state = 'retry'
        UNION ALL
        SELECT min(next_attempt_ms) FROM outbox WHERE state = 'uncertain')
