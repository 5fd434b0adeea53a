-- SPDX-License-Identifier: MIT
-- The sketches that a window had when result ?2, a later one or its own, was stored.
SELECT d.up_quartile_ms, d.up_sketch, d.down_quartile_ms, d.down_sketch
  FROM result AS x
  JOIN adaptive_detail AS d ON d.result_id = x.result_id
 WHERE x.window_id = ?1 AND x.method = 'adaptive' AND x.result_id <= ?2
 ORDER BY x.result_id DESC
 LIMIT 1
