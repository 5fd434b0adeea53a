-- SPDX-License-Identifier: MIT
SELECT path, reason, detail, digest, size_bytes, mtime_ns, inode
  FROM rejected
 WHERE path >= ?1 AND path < ?2
