-- SPDX-License-Identifier: MIT
-- Not looked at yet, so in no current window of their address, and not known to be late.
SELECT format('report %d waits to be processed, and is %s', u.report_id,
              CASE WHEN r.report_id IS NULL THEN format('not stored for %d/%d', u.user_id, u.installation_id)
                   WHEN l.report_id IS NOT NULL THEN 'late'
                   ELSE 'in a current window' END)
  FROM unprocessed_report AS u
  LEFT JOIN report AS r
    ON r.report_id = u.report_id AND r.user_id = u.user_id AND r.installation_id = u.installation_id
  LEFT JOIN late_report AS l
    ON l.user_id = u.user_id AND l.installation_id = u.installation_id AND l.report_id = u.report_id
 WHERE r.report_id IS NULL OR l.report_id IS NOT NULL
    OR EXISTS (SELECT 1
                 FROM window_report AS m
                 JOIN window AS w USING (window_id)
                WHERE m.report_id = r.report_id AND w.superseded_ms IS NULL AND w.ip = r.ip)
