-- SPDX-License-Identifier: MIT
DELETE FROM client_key
 WHERE NOT EXISTS (SELECT 1 FROM installation AS i WHERE i.client_key_id = client_key.client_key_id)
   AND NOT EXISTS (SELECT 1 FROM report AS r WHERE r.client_key_id = client_key.client_key_id)
   AND NOT EXISTS (SELECT 1
                     FROM key_change AS c
                    WHERE c.old_client_key_id = client_key.client_key_id OR c.new_client_key_id = client_key.client_key_id)
   AND client_key_id IN (SELECT value FROM json_each(?1))
