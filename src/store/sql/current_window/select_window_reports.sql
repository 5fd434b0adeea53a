-- SPDX-License-Identifier: MIT
-- A window's reports in order.
SELECT r.report_id, r.first_observation_s, r.digest, r.latest_s, r.observation_count, r.observations_pruned_ms IS NOT NULL
  FROM window_report AS m
  JOIN report AS r ON r.report_id = m.report_id
 WHERE m.window_id = ?1
 ORDER BY r.first_observation_s, r.digest
