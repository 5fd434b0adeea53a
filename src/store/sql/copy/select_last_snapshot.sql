-- SPDX-License-Identifier: MIT
SELECT coalesce(max(as_snapshot_id), 0) FROM main.as_snapshot
