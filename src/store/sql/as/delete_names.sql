-- SPDX-License-Identifier: MIT
DELETE FROM as_name WHERE as_snapshot_id = ?1
