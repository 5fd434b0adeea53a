-- SPDX-License-Identifier: MIT
-- ?1: the highest number before those of the source came.
INSERT INTO temp.copied_snapshot (old_id, new_id, is_new)
SELECT s.as_snapshot_id, max(k.as_snapshot_id), max(k.as_snapshot_id) > ?1
  FROM source.as_snapshot AS s
  JOIN main.as_snapshot AS k ON k.content = s.content AND k.valid_from_s = s.valid_from_s AND k.digest = s.digest
 GROUP BY s.as_snapshot_id
