-- SPDX-License-Identifier: MIT
INSERT OR IGNORE INTO main.as_prefix (as_snapshot_id, first_address, prefix_length, parent_length, as_numbers, country)
SELECT s.new_id, p.first_address, p.prefix_length, p.parent_length, p.as_numbers, p.country
  FROM temp.copied_snapshot AS s
 CROSS JOIN source.as_prefix AS p ON p.as_snapshot_id = s.old_id
 WHERE s.is_new
