-- SPDX-License-Identifier: MIT
INSERT INTO as_name (as_snapshot_id, as_number, name) VALUES (?1, ?2, ?3)
