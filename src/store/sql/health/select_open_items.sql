-- SPDX-License-Identifier: MIT
-- What is neither sent nor given up, by state, and when the oldest was queued. Each state by its own index: what was sent
-- is most of the table.
SELECT state, count(*), min(queued_ms) FROM outbox WHERE state = 'pending' GROUP BY state
UNION ALL
SELECT state, count(*), min(queued_ms) FROM outbox WHERE state = 'sending' GROUP BY state
UNION ALL
SELECT state, count(*), min(queued_ms) FROM outbox WHERE state = 'retry' GROUP BY state
UNION ALL
SELECT state, count(*), min(queued_ms) FROM outbox WHERE state = 'uncertain' GROUP BY state
UNION ALL
SELECT state, count(*), min(queued_ms) FROM outbox WHERE state = 'held' GROUP BY state
UNION ALL
SELECT state, count(*), min(queued_ms) FROM outbox WHERE state = 'dead' GROUP BY state
