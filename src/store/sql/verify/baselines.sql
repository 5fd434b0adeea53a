-- SPDX-License-Identifier: MIT
-- The window that a result's baseline comes from: its own, or an earlier one of the same client.
SELECT format('result %d of window %d: its baseline is that of window %d, of %d/%d at %s until %d', x.result_id,
              w.window_id, b.window_id, b.user_id, b.installation_id, b.ip, b.last_probe_s)
  FROM result AS x
  JOIN window AS w ON w.window_id = x.window_id
  JOIN window AS b ON b.window_id = x.baseline_window_id
 WHERE (b.user_id, b.installation_id, b.ip) <> (w.user_id, w.installation_id, w.ip)
    OR b.last_probe_s > w.last_probe_s
    OR (b.window_id <> w.window_id AND b.last_probe_s <= w.last_probe_s - 86400)
