-- SPDX-License-Identifier: MIT
-- Of the items of an installation that are not done, when the first is of, if that is before ?3.
SELECT min(last_s)
  FROM outbox
 WHERE user_id = ?1 AND installation_id = ?2 AND last_s < ?3 AND state NOT IN ('sent', 'superseded', 'dropped')
