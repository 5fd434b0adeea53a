-- SPDX-License-Identifier: MIT
-- Something of this installation and time is on its way or may be stored.
SELECT 1
  FROM outbox
 WHERE user_id = ?1 AND installation_id = ?2 AND last_s = ?3 AND state IN ('sending', 'uncertain')
 LIMIT 1
