-- SPDX-License-Identifier: MIT
-- Exactly the results that were queued have an item in the outbox.
SELECT format('result %d: %s, and %s', x.result_id, x.publish_decision,
              iif(q.outbox_id IS NULL, 'has no item in the outbox', 'has item ' || q.outbox_id || ' in the outbox'))
  FROM result AS x
  LEFT JOIN outbox AS q ON q.result_id = x.result_id
 WHERE (x.publish_decision = 'queued') <> (q.outbox_id IS NOT NULL)
