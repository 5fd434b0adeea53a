-- SPDX-License-Identifier: MIT
INSERT INTO source_folder (user_id, installation_id, device, inode, mtime_ns, files, unfinished, rejected)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (user_id, installation_id) DO UPDATE
   SET device = excluded.device, inode = excluded.inode, mtime_ns = excluded.mtime_ns, files = excluded.files,
       unfinished = excluded.unfinished, rejected = excluded.rejected
