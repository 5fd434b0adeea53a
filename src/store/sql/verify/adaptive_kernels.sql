-- SPDX-License-Identifier: MIT
-- The windows that current results were learned from: earlier ones of the same client and address within a day, or their own;
-- with sketches, and as many as the number of windows makes of it.
WITH learned (result_id, window_id, user_id, installation_id, ip, last_probe_s, history_windows, direction, kernel_windows) AS (
    SELECT x.result_id, w.window_id, w.user_id, w.installation_id, w.ip, w.last_probe_s, d.history_windows, 'up', d.up_kernel_windows
      FROM adaptive_detail AS d
      JOIN result AS x ON x.result_id = d.result_id AND x.superseded_ms IS NULL
      JOIN window AS w ON w.window_id = x.window_id
     WHERE d.up_kernel_windows IS NOT NULL
     UNION ALL
    SELECT x.result_id, w.window_id, w.user_id, w.installation_id, w.ip, w.last_probe_s, d.history_windows, 'down', d.down_kernel_windows
      FROM adaptive_detail AS d
      JOIN result AS x ON x.result_id = d.result_id AND x.superseded_ms IS NULL
      JOIN window AS w ON w.window_id = x.window_id
     WHERE d.down_kernel_windows IS NOT NULL
)
SELECT format('result %d, %s: %d windows are taken for idle of %d', result_id, direction, json_array_length(kernel_windows), history_windows)
  FROM learned
 WHERE json_array_length(kernel_windows) <> min((history_windows + 4) / 5, max(6, (history_windows + 19) / 20))
 UNION ALL
SELECT format('result %d of window %d, %s: window %d is taken for idle, %s', l.result_id, l.window_id, l.direction, k.value,
              iif(b.window_id IS NULL, 'which is not there',
                  format('of %d/%d at %s until %d', b.user_id, b.installation_id, b.ip, b.last_probe_s)))
  FROM learned AS l
 CROSS JOIN json_each(l.kernel_windows) AS k
  LEFT JOIN window AS b ON b.window_id = k.value
 WHERE b.window_id IS NULL
    OR (b.user_id, b.installation_id, b.ip) <> (l.user_id, l.installation_id, l.ip)
    OR b.last_probe_s <= l.last_probe_s - 86400
    OR (b.last_probe_s >= l.last_probe_s AND b.window_id <> l.window_id)
    OR NOT EXISTS (SELECT 1
                     FROM result AS y
                     JOIN adaptive_detail AS e ON e.result_id = y.result_id
                    WHERE y.window_id = b.window_id AND e.up_sketch IS NOT NULL AND e.down_sketch IS NOT NULL)
