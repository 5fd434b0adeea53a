-- SPDX-License-Identifier: MIT
-- Whoever has a row in this database; installation 0: a user's folder.
SELECT user_id, installation_id FROM installation
 UNION
SELECT user_id, installation_id FROM source_folder
 UNION
SELECT user_id, installation_id FROM unread_file
 UNION
SELECT user_id, installation_id FROM link_rate
 UNION
SELECT user_id, installation_id FROM outbox
 UNION
SELECT CAST(path AS INTEGER), CAST(substr(path, instr(path, '/') + 1) AS INTEGER) FROM rejected
 ORDER BY 1, 2
