-- SPDX-License-Identifier: MIT
SELECT w.user_id, w.installation_id, w.ip, w.first_report_s, w.last_report_s, w.superseded_ms IS NULL, r.digest
  FROM window_report AS m
  LEFT JOIN window AS w USING (window_id)
  LEFT JOIN report AS r USING (report_id)
