-- SPDX-License-Identifier: MIT
-- What later results read of the current results of `queueing`, version ?5, and `adaptive`, version ?6, of an installation
-- whose windows end in (?3, ?4], and where those windows stand in its order.
SELECT w.window_id, w.last_probe_s, w.ip, s.first_observation_s, s.digest, f.first_observation_s, f.digest,
       x.up_usage, x.reason, x.skew_ms_per_s, x.skew_source, x.skipped_direction,
       x.base_ms, x.floor_sum_ms, x.baseline_ms, x.since_s,
       d.up_quartile_ms, d.up_sketch, d.down_quartile_ms, d.down_sketch
  FROM window AS w
  JOIN result AS x ON x.window_id = w.window_id AND x.superseded_ms IS NULL
  LEFT JOIN result AS a ON a.window_id = w.window_id AND a.superseded_ms IS NULL AND a.method = 'adaptive'
                       AND a.method_version = ?6
  LEFT JOIN adaptive_detail AS d ON d.result_id = a.result_id
  JOIN report AS s ON s.report_id = w.session_report_id
  JOIN report AS f ON f.report_id = w.first_report_id
 WHERE w.user_id = ?1 AND w.installation_id = ?2 AND w.superseded_ms IS NULL
   AND w.last_probe_s > ?3 AND w.last_probe_s <= ?4
   AND x.method = 'queueing' AND x.method_version = ?5
