-- SPDX-License-Identifier: MIT
-- The late reports from (?3, ?4) to (?5, ?6).
SELECT l.report_id
  FROM report AS r
  JOIN late_report AS l ON l.user_id = ?1 AND l.installation_id = ?2 AND l.report_id = r.report_id
 WHERE r.user_id = ?1 AND r.installation_id = ?2 AND (r.first_observation_s, r.digest) >= (?3, ?4)
   AND (r.first_observation_s, r.digest) <= (?5, ?6)
