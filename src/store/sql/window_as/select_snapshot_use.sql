-- SPDX-License-Identifier: MIT
SELECT as_snapshot_id, count(*)
  FROM window_as
 WHERE as_snapshot_id IS NOT NULL
 GROUP BY as_snapshot_id
