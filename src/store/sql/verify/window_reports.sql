-- SPDX-License-Identifier: MIT
-- Superseded windows keep theirs.
SELECT format('window %d: it has %d reports with %d observations, it says %d with %d', w.window_id,
              count(r.report_id), coalesce(sum(r.observation_count), 0), w.reports, w.observations)
  FROM window AS w
  LEFT JOIN window_report AS m ON m.window_id = w.window_id
  LEFT JOIN report AS r ON r.report_id = m.report_id
 GROUP BY w.window_id
HAVING count(r.report_id) <> w.reports OR coalesce(sum(r.observation_count), 0) <> w.observations
