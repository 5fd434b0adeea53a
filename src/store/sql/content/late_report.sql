-- SPDX-License-Identifier: MIT
SELECT l.user_id, l.installation_id, r.digest
  FROM late_report AS l
  LEFT JOIN report AS r USING (report_id)
