-- SPDX-License-Identifier: MIT
-- As a JSON array: which keys an installation's reports came with, or that it was or is pinned to.
SELECT json_group_array(client_key_id)
  FROM (SELECT client_key_id FROM report WHERE user_id = ?1 AND installation_id = ?2
         UNION
        SELECT client_key_id FROM installation WHERE user_id = ?1 AND installation_id = ?2 AND client_key_id IS NOT NULL
         UNION
        SELECT new_client_key_id FROM key_change WHERE user_id = ?1 AND installation_id = ?2
         UNION
        SELECT old_client_key_id
          FROM key_change
         WHERE user_id = ?1 AND installation_id = ?2 AND old_client_key_id IS NOT NULL
         UNION
        SELECT k.client_key_id
          FROM rejected AS j
          JOIN client_key AS k ON lower(hex(k.digest)) = substr(j.detail, 5)
         WHERE j.reason = 'key_changed' AND j.path >= ?3 AND j.path < ?4)
