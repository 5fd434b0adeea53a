-- SPDX-License-Identifier: MIT
SELECT s.content, s.valid_from_s, s.digest, n.as_number, n.name
  FROM as_name AS n
  LEFT JOIN as_snapshot AS s USING (as_snapshot_id)
