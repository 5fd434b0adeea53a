-- SPDX-License-Identifier: MIT
-- What keeps an imported result out: the same one, imported before, whatever has become of it; else one of its
-- installation and time that is open or sent.
SELECT outbox_id, state, source = 'imported' AND body = ?4 AS is_same
  FROM outbox
 WHERE user_id = ?1 AND installation_id = ?2 AND last_s = ?3
   AND ((source = 'imported' AND body = ?4) OR state NOT IN ('superseded', 'dropped'))
 ORDER BY is_same DESC, outbox_id
 LIMIT 1
