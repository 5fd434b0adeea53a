-- SPDX-License-Identifier: MIT
INSERT INTO main.late_report (user_id, installation_id, report_id, found_ms, run_id)
SELECT l.user_id, l.installation_id, l.report_id + @report, l.found_ms, l.run_id + @run
  FROM source.late_report AS l
 CROSS JOIN temp.chosen AS c ON c.user_id = l.user_id AND c.installation_id = l.installation_id
