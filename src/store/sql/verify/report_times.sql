-- SPDX-License-Identifier: MIT
SELECT format('report %d: its observations lie from %d to %d, it says %d to %d', r.report_id,
              r.first_s + min(o.elapsed_s), r.first_s + max(o.elapsed_s), r.oldest_s, r.newest_s)
  FROM report AS r
  JOIN observation AS o ON o.report_id = r.report_id
 GROUP BY r.report_id
HAVING r.first_s + min(o.elapsed_s) <> r.oldest_s OR r.first_s + max(o.elapsed_s) <> r.newest_s
