-- SPDX-License-Identifier: MIT
-- Keys that nobody has any more. Those of verified reports are, or were, pinned by their installation; of the others there is
-- an index.
DELETE FROM client_key
 WHERE client_key_id NOT IN (SELECT client_key_id FROM installation WHERE client_key_id IS NOT NULL)
   AND client_key_id NOT IN (SELECT old_client_key_id FROM key_change WHERE old_client_key_id IS NOT NULL)
   AND client_key_id NOT IN (SELECT new_client_key_id FROM key_change)
   AND client_key_id NOT IN (SELECT client_key_id FROM report WHERE verified = 0)
   AND lower(hex(digest)) NOT IN (SELECT substr(detail, 5) FROM rejected WHERE reason = 'key_changed')
