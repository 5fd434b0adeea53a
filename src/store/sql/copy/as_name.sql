-- SPDX-License-Identifier: MIT
INSERT OR IGNORE INTO main.as_name (as_snapshot_id, as_number, name)
SELECT s.new_id, n.as_number, n.name
  FROM temp.copied_snapshot AS s
 CROSS JOIN source.as_name AS n ON n.as_snapshot_id = s.old_id
 WHERE s.is_new
