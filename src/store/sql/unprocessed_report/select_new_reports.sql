-- SPDX-License-Identifier: MIT
-- The reports of an installation that process has not looked at, in the installation's order.
SELECT r.report_id, r.first_observation_s, r.digest, r.ip, r.earliest_s, r.latest_s
  FROM unprocessed_report AS u
  JOIN report AS r ON r.report_id = u.report_id
 WHERE u.user_id = ?1 AND u.installation_id = ?2
 ORDER BY r.first_observation_s, r.digest
