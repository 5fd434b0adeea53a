-- SPDX-License-Identifier: MIT
INSERT INTO main.window_report (report_id, window_id)
SELECT m.report_id + @report, m.window_id + @window
  FROM source.window_report AS m
 CROSS JOIN source.window AS w ON w.window_id = m.window_id
 CROSS JOIN temp.chosen AS c ON c.user_id = w.user_id AND c.installation_id = w.installation_id
