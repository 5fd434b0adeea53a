-- SPDX-License-Identifier: MIT
INSERT OR IGNORE INTO unprocessed_report (user_id, installation_id, report_id)
SELECT ?1, ?2, ?3
 WHERE NOT EXISTS (SELECT 1 FROM late_report WHERE user_id = ?1 AND installation_id = ?2 AND report_id = ?3)
