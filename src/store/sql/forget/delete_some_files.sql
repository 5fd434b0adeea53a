-- SPDX-License-Identifier: MIT
DELETE FROM source_file
 WHERE user_id = ?1 AND installation_id = ?2
   AND name IN (SELECT name FROM source_file WHERE user_id = ?1 AND installation_id = ?2 LIMIT ?3)
