-- SPDX-License-Identifier: MIT
-- The current windows of an installation that end in a range: what a method says of them, where they were measured, and what
-- `queueing` found of the clocks and `adaptive` of the load that it could see.
SELECT w.last_probe_s, w.session_report_id, w.ip, a.as_number, a.as_name,
       x.up_usage, x.down_usage, x.up_quality, x.down_quality, x.reason,
       x.method_version, x.parameters, r.version,
       q.skew_ms_per_s, q.shifts, d.up_state, d.down_state
  FROM window AS w
  LEFT JOIN window_as AS a ON a.window_id = w.window_id
  LEFT JOIN result AS x ON x.window_id = w.window_id AND x.method = ?5 AND x.superseded_ms IS NULL
  LEFT JOIN run AS r ON r.run_id = x.run_id
  LEFT JOIN result AS q ON q.window_id = w.window_id AND q.method = 'queueing' AND q.superseded_ms IS NULL
  LEFT JOIN result AS d ON d.window_id = w.window_id AND d.method = 'adaptive' AND d.superseded_ms IS NULL
 WHERE w.user_id = ?1 AND w.installation_id = ?2 AND w.superseded_ms IS NULL
   AND w.last_probe_s >= ?3 AND w.last_probe_s < ?4
 ORDER BY w.last_probe_s, w.window_id
