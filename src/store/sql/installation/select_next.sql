-- SPDX-License-Identifier: MIT
-- The installation after (?1, ?2), of user ?3 and with the id ?4 if these are given.
SELECT user_id, installation_id
  FROM installation
 WHERE (user_id, installation_id) > (?1, ?2)
   AND (?3 IS NULL OR user_id = ?3)
   AND (?4 IS NULL OR installation_id = ?4)
 ORDER BY user_id, installation_id
 LIMIT 1
