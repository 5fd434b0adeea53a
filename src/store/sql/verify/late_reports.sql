-- SPDX-License-Identifier: MIT
-- Left out of the current windows of their address; those that were superseded may have held them.
SELECT format('report %d is late, and %s', l.report_id,
              iif(r.report_id IS NULL, format('not stored for %d/%d', l.user_id, l.installation_id),
                  'in a current window'))
  FROM late_report AS l
  LEFT JOIN report AS r
    ON r.report_id = l.report_id AND r.user_id = l.user_id AND r.installation_id = l.installation_id
 WHERE r.report_id IS NULL
    OR EXISTS (SELECT 1
                 FROM window_report AS m
                 JOIN window AS w USING (window_id)
                WHERE m.report_id = r.report_id AND w.superseded_ms IS NULL AND w.ip = r.ip)
