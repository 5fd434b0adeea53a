-- SPDX-License-Identifier: MIT
SELECT user_id, installation_id
  FROM installation
 WHERE (?1 IS NULL OR user_id = ?1) AND (?2 IS NULL OR installation_id = ?2)
 ORDER BY user_id, installation_id
