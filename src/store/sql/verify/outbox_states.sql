-- SPDX-License-Identifier: MIT
SELECT format('item %d: %s, and %s', outbox_id, state,
              CASE state WHEN 'sent' THEN 'not when' WHEN 'sending' THEN 'not since when' ELSE 'not until when' END)
  FROM outbox
 WHERE (state = 'sent' AND sent_ms IS NULL)
    OR (state = 'sending' AND claimed_ms IS NULL)
    OR (state IN ('retry', 'held') AND next_attempt_ms IS NULL)
