-- SPDX-License-Identifier: MIT
SELECT k.client_key_id, k.digest, i.pinned_ms
  FROM installation AS i
  JOIN client_key AS k USING (client_key_id)
 WHERE i.user_id = ?1 AND i.installation_id = ?2
