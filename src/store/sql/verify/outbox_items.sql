-- SPDX-License-Identifier: MIT
-- An item has the same installation, time, address and method as its result.
SELECT format('item %d: %d/%d, %s at %d (body: %s) at %s; its result %d: %d/%d, %s at %d at %s', q.outbox_id, q.user_id,
              q.installation_id, coalesce(q.method, 'no method'), q.last_s,
              coalesce(json_extract(q.body, '$.timestamp'), 'none'), q.ip, x.result_id, w.user_id, w.installation_id,
              x.method, w.last_probe_s, w.ip)
  FROM outbox AS q
  JOIN result AS x USING (result_id)
  JOIN window AS w USING (window_id)
 WHERE (q.user_id, q.installation_id, q.last_s, q.ip) <> (w.user_id, w.installation_id, w.last_probe_s, w.ip)
    OR q.method IS NOT x.method
    OR json_extract(q.body, '$.timestamp') IS NOT q.last_s
    OR json_extract(q.body, '$.ip') IS NOT q.ip
