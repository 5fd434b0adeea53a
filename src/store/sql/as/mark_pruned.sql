-- SPDX-License-Identifier: MIT
UPDATE as_snapshot SET pruned_ms = ?2 WHERE as_snapshot_id = ?1
