-- SPDX-License-Identifier: MIT
-- All that was ever queued under an installation and time.
SELECT outbox_id
  FROM outbox
 WHERE user_id = ?1 AND installation_id = ?2 AND last_s = ?3
 ORDER BY outbox_id
