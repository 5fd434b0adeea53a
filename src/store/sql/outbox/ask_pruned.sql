-- SPDX-License-Identifier: MIT
-- What was queued of a time whose items are pruned may have been sent: it is looked up before it is sent. ?1: due by the time
-- of day. (What was open when they were pruned kept those around it.)
UPDATE outbox
   SET state = 'uncertain',
       held_for = NULL,
       next_attempt_ms = ?1,
       last_error = 'what was sent of this time is pruned: this may be among it'
 WHERE outbox_id IN (SELECT o.outbox_id
                       FROM outbox AS o
                       JOIN installation AS i ON i.user_id = o.user_id AND i.installation_id = o.installation_id
                      WHERE o.state = 'pending' AND o.last_s < (SELECT max(items_pruned_before_s) FROM installation)
                        AND o.last_s < i.items_pruned_before_s AND o.looked_up_ms IS NULL
                      UNION ALL
                     SELECT o.outbox_id
                       FROM outbox AS o
                       JOIN installation AS i ON i.user_id = o.user_id AND i.installation_id = o.installation_id
                      WHERE o.state = 'retry' AND o.last_s < i.items_pruned_before_s AND o.looked_up_ms IS NULL
                      UNION ALL
                     SELECT o.outbox_id
                       FROM outbox AS o
                       JOIN installation AS i ON i.user_id = o.user_id AND i.installation_id = o.installation_id
                      WHERE o.state = 'held' AND o.last_s < i.items_pruned_before_s AND o.looked_up_ms IS NULL)
