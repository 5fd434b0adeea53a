-- SPDX-License-Identifier: MIT
SELECT format('report %d: its observations lie from %d to %d, it says %d to %d', r.report_id,
              r.first_observation_s + min(o.elapsed_s), r.first_observation_s + max(o.elapsed_s), r.earliest_s, r.latest_s)
  FROM report AS r
  JOIN observation AS o ON o.report_id = r.report_id
 GROUP BY r.report_id
HAVING r.first_observation_s + min(o.elapsed_s) <> r.earliest_s OR r.first_observation_s + max(o.elapsed_s) <> r.latest_s
