-- SPDX-License-Identifier: MIT
DELETE FROM client_key
 WHERE client_key_id NOT IN (SELECT client_key_id FROM report
                              UNION SELECT client_key_id FROM installation WHERE client_key_id IS NOT NULL
                              UNION SELECT old_client_key_id FROM key_change WHERE old_client_key_id IS NOT NULL
                              UNION SELECT new_client_key_id FROM key_change)
