-- SPDX-License-Identifier: MIT
SELECT name FROM as_name WHERE as_snapshot_id = ?1 AND as_number = ?2
