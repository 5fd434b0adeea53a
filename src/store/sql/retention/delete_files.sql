-- SPDX-License-Identifier: MIT
-- The rows of an installation's files whose reports are deleted: ?3, a JSON array of their ids.
DELETE FROM source_file
 WHERE user_id = ?1 AND installation_id = ?2 AND report_id IN (SELECT value FROM json_each(?3))
