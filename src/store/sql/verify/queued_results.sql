-- SPDX-License-Identifier: MIT
-- Exactly the results that were queued have an item in the outbox, unless it was done and pruned.
SELECT format('result %d: %s, and %s', x.result_id, x.publish_decision,
              iif(q.outbox_id IS NULL, 'has no item in the outbox', 'has item ' || q.outbox_id || ' in the outbox'))
  FROM result AS x
  JOIN window AS w ON w.window_id = x.window_id
  JOIN installation AS i ON i.user_id = w.user_id AND i.installation_id = w.installation_id
  LEFT JOIN outbox AS q ON q.result_id = x.result_id
 WHERE (x.publish_decision = 'queued') <> (q.outbox_id IS NOT NULL)
   AND NOT (x.publish_decision = 'queued' AND w.last_probe_s < coalesce(i.items_pruned_before_s, w.last_probe_s))
