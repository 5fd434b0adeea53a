-- SPDX-License-Identifier: MIT
INSERT INTO main.unprocessed_report (user_id, installation_id, report_id)
SELECT u.user_id, u.installation_id, u.report_id + @report
  FROM source.unprocessed_report AS u
 CROSS JOIN temp.chosen AS c ON c.user_id = u.user_id AND c.installation_id = u.installation_id
