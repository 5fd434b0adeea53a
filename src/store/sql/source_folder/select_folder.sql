-- SPDX-License-Identifier: MIT
SELECT device, inode, mtime_ns, files, unfinished, rejected
  FROM source_folder
 WHERE user_id = ?1 AND installation_id = ?2
