-- SPDX-License-Identifier: MIT
-- The sketches of current results, and how many probes their windows have kept.
SELECT x.result_id, x.window_id, l.kept, d.up_quartile_ms, d.down_quartile_ms, d.up_sketch, d.down_sketch
  FROM adaptive_detail AS d
  JOIN result AS x ON x.result_id = d.result_id AND x.superseded_ms IS NULL
  LEFT JOIN latency AS l ON l.window_id = x.window_id
 WHERE d.up_sketch IS NOT NULL AND d.down_sketch IS NOT NULL
