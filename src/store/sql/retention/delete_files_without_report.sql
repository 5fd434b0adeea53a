-- SPDX-License-Identifier: MIT
DELETE FROM source_file
 WHERE user_id = ?1 AND installation_id = ?2
   AND NOT EXISTS (SELECT 1 FROM report AS r WHERE r.report_id = source_file.report_id)
