-- SPDX-License-Identifier: MIT
SELECT first_address, prefix_length, parent_length, as_numbers, country
  FROM as_prefix
 WHERE as_snapshot_id = ?1
   AND first_address = ?2
   AND prefix_length = ?3
