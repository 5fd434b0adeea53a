-- SPDX-License-Identifier: MIT
-- A window's current results.
SELECT *, parameters -> '$.epsilon_up_ms' AS epsilon_up, parameters -> '$.epsilon_down_ms' AS epsilon_down
  FROM result
 WHERE window_id = ?1 AND superseded_ms IS NULL
 ORDER BY method
