-- SPDX-License-Identifier: MIT
-- A window takes reports until they hold ?1 observations together, and not one more.
SELECT format('window %d: %d observations, %d of them in its last report', w.window_id, w.observations,
              r.observation_count)
  FROM window AS w
  JOIN report AS r ON r.report_id = w.last_report_id
 WHERE w.observations < ?1 OR w.observations - r.observation_count >= ?1
