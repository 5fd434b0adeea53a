-- SPDX-License-Identifier: MIT
-- The current results of installation ?1/?2, of the windows that end from ?3 to ?4.
SELECT w.user_id, w.installation_id, w.ip, w.first_report_s, w.last_probe_s, x.method, x.up_usage, x.down_usage,
       x.up_state, x.up_low, x.up_ceiling, x.down_state, x.down_low, x.down_ceiling
  FROM window AS w
  JOIN result AS x ON x.window_id = w.window_id AND x.superseded_ms IS NULL
 WHERE w.user_id = ?1 AND w.installation_id = ?2 AND w.last_probe_s BETWEEN ?3 AND ?4 AND w.superseded_ms IS NULL
 ORDER BY w.first_report_s, w.last_probe_s, w.window_id, x.method
