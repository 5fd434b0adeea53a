-- SPDX-License-Identifier: MIT
-- The place of a window's report number ?2, counted from 0.
SELECT r.first_observation_s, r.digest
  FROM window_report AS m
  JOIN report AS r ON r.report_id = m.report_id
 WHERE m.window_id = ?1
 ORDER BY r.first_observation_s, r.digest
 LIMIT 1 OFFSET ?2
