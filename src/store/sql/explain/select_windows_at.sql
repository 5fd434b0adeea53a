-- SPDX-License-Identifier: MIT
-- The current windows of an installation that contain the time ?3, the one that ends first first.
SELECT window_id, last_probe_s
  FROM window
 WHERE user_id = ?1 AND installation_id = ?2 AND superseded_ms IS NULL
   AND last_probe_s >= ?3 AND min(first_report_s, first_probe_s) <= ?3
 ORDER BY last_probe_s, window_id
