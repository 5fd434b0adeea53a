-- SPDX-License-Identifier: MIT
-- The addresses may differ: a copy of a report that was verified took the place of one that was not.
SELECT format('window %d of %d/%d: its report %d is of %d/%d', w.window_id, w.user_id, w.installation_id, r.report_id,
              r.user_id, r.installation_id)
  FROM window AS w
  JOIN window_report AS m ON m.window_id = w.window_id
  JOIN report AS r ON r.report_id = m.report_id
 WHERE (r.user_id, r.installation_id) <> (w.user_id, w.installation_id)
