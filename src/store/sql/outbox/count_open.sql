-- SPDX-License-Identifier: MIT
SELECT 'pending', count(*) FROM outbox WHERE state = 'pending'
UNION ALL SELECT 'sending', count(*) FROM outbox WHERE state = 'sending'
UNION ALL SELECT 'retry', count(*) FROM outbox WHERE state = 'retry'
UNION ALL SELECT 'held', count(*) FROM outbox WHERE state = 'held'
UNION ALL SELECT 'uncertain', count(*) FROM outbox WHERE state = 'uncertain'
UNION ALL SELECT 'dead', count(*) FROM outbox WHERE state = 'dead'
