-- SPDX-License-Identifier: MIT
-- A window's first and last report are those of its reports that come first and last.
WITH placed AS (
    SELECT m.window_id,
           r.report_id,
           r.first_observation_s,
           row_number() OVER (PARTITION BY m.window_id ORDER BY r.first_observation_s, r.digest) AS from_start,
           row_number() OVER (PARTITION BY m.window_id ORDER BY r.first_observation_s DESC, r.digest DESC) AS from_end
      FROM window_report AS m
      JOIN report AS r USING (report_id)
)
SELECT format('window %d: its reports go from %d to %d, it says from %d to %d', w.window_id, a.report_id, b.report_id,
              w.first_report_id, w.last_report_id)
  FROM window AS w
  JOIN placed AS a ON a.window_id = w.window_id AND a.from_start = 1
  JOIN placed AS b ON b.window_id = w.window_id AND b.from_end = 1
 WHERE (a.report_id, a.first_observation_s, b.report_id, b.first_observation_s) <>
       (w.first_report_id, w.first_report_s, w.last_report_id, w.last_report_s)
