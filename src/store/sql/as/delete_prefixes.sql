-- SPDX-License-Identifier: MIT
DELETE FROM as_prefix WHERE as_snapshot_id = ?1
