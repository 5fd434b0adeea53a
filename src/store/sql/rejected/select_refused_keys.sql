-- SPDX-License-Identifier: MIT
-- The detail of a key_changed is "key <digest>".
SELECT substr(detail, 5), count(*), min(first_seen_ms), max(last_seen_ms)
  FROM rejected
 WHERE path >= ?1 AND path < ?2 AND reason = 'key_changed'
 GROUP BY detail
