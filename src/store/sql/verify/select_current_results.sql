-- SPDX-License-Identifier: MIT
-- Current results in the order of their reports, so that reading their observations goes through the file once.
SELECT x.window_id, x.method, w.user_id, w.installation_id
  FROM result AS x
  JOIN window AS w USING (window_id)
 WHERE x.superseded_ms IS NULL AND w.superseded_ms IS NULL
 ORDER BY w.first_report_id, x.window_id, x.method
