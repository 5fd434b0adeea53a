-- SPDX-License-Identifier: MIT
-- Late reports within ?6 seconds of the session at address ?3 whose reports begin in [?4, ?5].
SELECT r.report_id, r.first_observation_s, r.last_observation_s, r.observation_count, r.digest, l.found_ms
  FROM late_report AS l
  JOIN report AS r ON r.report_id = l.report_id
 WHERE l.user_id = ?1 AND l.installation_id = ?2
   AND r.ip = ?3 AND r.first_observation_s BETWEEN ?4 - ?6 AND ?5 + ?6
 ORDER BY r.first_observation_s, r.digest
