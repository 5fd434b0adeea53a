-- SPDX-License-Identifier: MIT
-- Items of superseded results are not sent any more.
SELECT format('item %d: %s, and its result %d is %s', q.outbox_id, q.state, x.result_id,
              iif(x.superseded_ms IS NULL, 'current', 'superseded'))
  FROM outbox AS q
  JOIN result AS x USING (result_id)
 WHERE x.superseded_ms IS NOT NULL AND q.state IN ('pending', 'retry', 'held', 'dead')
