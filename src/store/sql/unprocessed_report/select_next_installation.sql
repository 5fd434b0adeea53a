-- SPDX-License-Identifier: MIT
-- The installation after (?1, ?2) that has unprocessed reports. One of which a file could not be read waits until it
-- can be, or is refused: windows formed without it would be wrong.
SELECT u.user_id, u.installation_id
  FROM unprocessed_report AS u
 WHERE (u.user_id, u.installation_id) > (?1, ?2)
   AND NOT EXISTS (SELECT 1
                     FROM unread_file AS f
                    WHERE f.user_id = u.user_id AND f.installation_id = u.installation_id)
 ORDER BY u.user_id, u.installation_id
 LIMIT 1
