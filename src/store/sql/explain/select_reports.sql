-- SPDX-License-Identifier: MIT
-- A window's reports in order.
SELECT r.report_id, r.first_observation_s, r.last_observation_s, r.observation_count, r.ip, r.digest, r.verified,
       r.observations_pruned_ms, r.run_id
  FROM window_report AS m
  JOIN report AS r ON r.report_id = m.report_id
 WHERE m.window_id = ?1
 ORDER BY r.first_observation_s, r.digest
