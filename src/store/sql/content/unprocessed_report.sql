-- SPDX-License-Identifier: MIT
SELECT u.user_id, u.installation_id, r.digest
  FROM unprocessed_report AS u
  LEFT JOIN report AS r USING (report_id)
