-- SPDX-License-Identifier: MIT
-- The reports of those current windows of a session that begin at or before ?2 and whose last report begins after ?3; one
-- report can be in several. Within a session windows end in the order in which they begin: what begins before one that
-- ends too early does so too, and is not looked at.
SELECT m.report_id
  FROM window AS w
  JOIN window_report AS m ON m.window_id = w.window_id
 WHERE w.session_report_id = ?1 AND w.superseded_ms IS NULL AND w.first_report_s <= ?2 AND w.last_report_s > ?3
   AND w.first_report_s >= (SELECT coalesce(max(e.first_report_s), -9223372036854775808)
                               FROM window AS e
                              WHERE e.session_report_id = ?1 AND e.superseded_ms IS NULL
                                AND e.first_report_s <= ?2 AND e.last_report_s <= ?3)
