-- SPDX-License-Identifier: MIT
UPDATE rejected
   SET last_seen_ms = ?2, seen_count = seen_count + 1, size_bytes = ?3, mtime_ns = ?4, inode = ?5
 WHERE path = ?1
