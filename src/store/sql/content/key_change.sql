-- SPDX-License-Identifier: MIT
SELECT c.user_id, c.installation_id, o.digest, n.digest
  FROM key_change AS c
  LEFT JOIN client_key AS o ON o.client_key_id = c.old_client_key_id
  LEFT JOIN client_key AS n ON n.client_key_id = c.new_client_key_id
