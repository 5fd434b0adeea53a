-- SPDX-License-Identifier: MIT
-- A path is "<user>/<installation>/<name>", or shorter where a folder cannot be read.
INSERT INTO main.rejected (rejected_id, path, reason, detail, digest, size_bytes, mtime_ns, inode, first_seen_ms, last_seen_ms,
                           seen_count, run_id)
SELECT x.rejected_id + @rejected, x.path, x.reason, x.detail, x.digest, x.size_bytes, x.mtime_ns, x.inode, x.first_seen_ms,
       x.last_seen_ms, x.seen_count, x.run_id + @run
  FROM source.rejected AS x
 CROSS JOIN temp.chosen AS c
    ON c.user_id = CAST(x.path AS INTEGER) AND c.installation_id = CAST(substr(x.path, instr(x.path, '/') + 1) AS INTEGER)
