-- SPDX-License-Identifier: MIT
-- An installation's windows, superseded ones included: by their reports, since no index has those by installation.
SELECT DISTINCT m.window_id
  FROM report AS r
  JOIN window_report AS m ON m.report_id = r.report_id
 WHERE r.user_id = ?1 AND r.installation_id = ?2
