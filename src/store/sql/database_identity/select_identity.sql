-- SPDX-License-Identifier: MIT
SELECT database_id, restored_ms, shard_index, shard_count FROM database_identity;
