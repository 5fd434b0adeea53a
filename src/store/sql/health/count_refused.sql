-- SPDX-License-Identifier: MIT
-- Files refused for the first time since ?1 (unix ms), and folders that cannot be read now.
SELECT count(*) FILTER (WHERE first_seen_ms >= ?1 AND reason <> 'unreadable_folder'),
       count(*) FILTER (WHERE reason = 'unreadable_folder')
  FROM rejected
