-- SPDX-License-Identifier: MIT
-- A key that was refused stays, so that `tixdb trust` can pin it.
DELETE FROM client_key
 WHERE client_key_id NOT IN (SELECT client_key_id FROM report
                              UNION SELECT client_key_id FROM installation WHERE client_key_id IS NOT NULL
                              UNION SELECT old_client_key_id FROM key_change WHERE old_client_key_id IS NOT NULL
                              UNION SELECT new_client_key_id FROM key_change)
   AND lower(hex(digest)) NOT IN (SELECT substr(detail, 5) FROM rejected WHERE reason = 'key_changed')
