-- SPDX-License-Identifier: MIT
-- Results of adaptive have a row of what they rest on, others none.
SELECT format('result %d of %s %s in adaptive_detail', x.result_id, x.method,
              iif(d.result_id IS NULL, 'has no row', 'has a row'))
  FROM result AS x
  LEFT JOIN adaptive_detail AS d ON d.result_id = x.result_id
 WHERE (x.method = 'adaptive') <> (d.result_id IS NOT NULL)
