-- SPDX-License-Identifier: MIT
-- Whether a report at (?3, ?4) with address ?5 comes too late for a window that is already formed.
-- The rule: it sorts before the last report of a current window and lies within 300 s of a report of that window's
-- session at the same address. A session's reports lie within 300 s of each other, one after the next, and all up to
-- the last one of its last window are in windows; so it is enough to look for one in a window that sorts after it.
SELECT 1
  FROM report AS q
 WHERE q.user_id = ?1 AND q.installation_id = ?2
   AND (q.first_s, q.digest) > (?3, ?4) AND q.first_s <= ?3 + 300
   AND q.ip = ?5
   AND EXISTS (SELECT 1
                 FROM window_report AS m
                 JOIN window AS w ON w.window_id = m.window_id
                WHERE m.report_id = q.report_id AND w.superseded_ms IS NULL)
 LIMIT 1
