-- SPDX-License-Identifier: MIT
INSERT INTO rejected (path, reason, detail, digest, size_bytes, mtime_ns, inode, first_seen_ms, last_seen_ms,
                      seen_count, run_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, 1, ?9)
ON CONFLICT (path) DO UPDATE
   SET reason = excluded.reason, detail = excluded.detail, digest = excluded.digest, size_bytes = excluded.size_bytes,
       mtime_ns = excluded.mtime_ns, inode = excluded.inode, first_seen_ms = excluded.first_seen_ms,
       last_seen_ms = excluded.last_seen_ms, seen_count = 1, run_id = excluded.run_id
