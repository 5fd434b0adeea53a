-- SPDX-License-Identifier: MIT
INSERT INTO source_file (user_id, installation_id, name, size_bytes, mtime_ns, inode, outcome, report_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (user_id, installation_id, name) DO UPDATE
   SET size_bytes = excluded.size_bytes, mtime_ns = excluded.mtime_ns, inode = excluded.inode,
       outcome = excluded.outcome, report_id = excluded.report_id
