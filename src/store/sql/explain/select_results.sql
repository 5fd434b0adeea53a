-- SPDX-License-Identifier: MIT
-- A window's current results.
SELECT x.*, d.*, x.parameters -> '$.epsilon_up_ms' AS epsilon_up, x.parameters -> '$.epsilon_down_ms' AS epsilon_down
  FROM result AS x
  LEFT JOIN adaptive_detail AS d ON d.result_id = x.result_id
 WHERE x.window_id = ?1 AND x.superseded_ms IS NULL
 ORDER BY x.method
