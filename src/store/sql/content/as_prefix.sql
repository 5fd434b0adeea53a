-- SPDX-License-Identifier: MIT
SELECT s.content, s.valid_from_s, s.digest, p.first_address, p.prefix_length, p.parent_length, p.as_numbers, p.country
  FROM as_prefix AS p
  LEFT JOIN as_snapshot AS s USING (as_snapshot_id)
