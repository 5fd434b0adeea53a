-- SPDX-License-Identifier: MIT
SELECT reason, detail, digest, size_bytes, mtime_ns, inode FROM rejected WHERE path = ?1
