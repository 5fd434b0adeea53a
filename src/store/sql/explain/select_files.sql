-- SPDX-License-Identifier: MIT
-- The files that a window's reports were read from; copies of one message included.
SELECT f.report_id, f.name
  FROM source_file AS f
 WHERE f.user_id = ?1 AND f.installation_id = ?2
   AND f.report_id IN (SELECT report_id FROM window_report WHERE window_id = ?3)
 ORDER BY f.name
