-- SPDX-License-Identifier: MIT
-- When the first report begins that process has yet to look at.
SELECT min(r.first_observation_s)
  FROM unprocessed_report AS u
  JOIN report AS r ON r.report_id = u.report_id
 WHERE u.user_id = ?1 AND u.installation_id = ?2
