-- SPDX-License-Identifier: MIT
-- By when a file was last found. A path is "<user>/<installation>/<name>"; of an unreadable folder it may be shorter.
SELECT user_id, nullif(installation_id, 0) AS installation_id, path, reason, detail,
       strftime('%Y-%m-%dT%H:%M:%SZ', last_seen_ms / 1000, 'unixepoch') AS seen, last_seen_ms AS seen_ms,
       strftime('%Y-%m-%dT%H:%M:%SZ', first_seen_ms / 1000, 'unixepoch') AS first_seen, first_seen_ms, seen_count, size_bytes
  FROM (SELECT *, CAST(path AS INTEGER) AS user_id,
               CAST(substr(path, instr(path, '/') + 1) AS INTEGER) AS installation_id
          FROM rejected)
 WHERE last_seen_ms / 1000 >= ?1 AND last_seen_ms / 1000 < ?2
   AND user_id BETWEEN ?3 AND ?4 AND installation_id BETWEEN ?5 AND ?6
 ORDER BY path
