-- SPDX-License-Identifier: MIT
UPDATE database_identity SET shard_index = ?1, shard_count = ?2;
