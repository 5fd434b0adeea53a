-- SPDX-License-Identifier: MIT
INSERT INTO as_prefix (as_snapshot_id, first_address, prefix_length, parent_length, as_numbers, country)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
