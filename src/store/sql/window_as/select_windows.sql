-- SPDX-License-Identifier: MIT
SELECT w.window_id, w.ip, w.last_probe_s, a.window_id IS NOT NULL, a.as_snapshot_id, a.address_kind, a.prefix,
       a.as_number, a.as_name, a.country
  FROM window AS w
  LEFT JOIN window_as AS a ON a.window_id = w.window_id
 WHERE w.superseded_ms IS NULL
   AND w.window_id > ?1
   AND w.last_probe_s >= ?2
   AND w.last_probe_s < ?3
   AND (?4 IS NULL OR w.user_id = ?4)
   AND (?5 IS NULL OR w.installation_id = ?5)
 ORDER BY w.window_id
 LIMIT ?6
