-- SPDX-License-Identifier: MIT
-- The reports of an installation that process has not looked at (0), and those that came too late (1).
SELECT report_id, 0 FROM unprocessed_report WHERE user_id = ?1 AND installation_id = ?2
 UNION ALL
SELECT report_id, 1 FROM late_report WHERE user_id = ?1 AND installation_id = ?2
