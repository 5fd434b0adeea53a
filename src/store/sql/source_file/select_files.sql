-- SPDX-License-Identifier: MIT
SELECT name, size_bytes, mtime_ns, inode
  FROM source_file
 WHERE user_id = ?1 AND installation_id = ?2 AND name BETWEEN ?3 AND ?4
 ORDER BY name
