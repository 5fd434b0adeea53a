-- SPDX-License-Identifier: MIT
-- All current results, one row per window and method.
SELECT w.user_id, w.installation_id, w.ip, w.first_report_s, w.last_probe_s, x.method, x.up_usage, x.down_usage,
       x.up_state, x.up_low, x.up_ceiling, x.down_state, x.down_low, x.down_ceiling
  FROM window AS w
  JOIN result AS x ON x.window_id = w.window_id AND x.superseded_ms IS NULL
 WHERE w.superseded_ms IS NULL
 ORDER BY w.user_id, w.installation_id, w.first_report_s, w.last_probe_s, w.window_id, x.method
