-- SPDX-License-Identifier: MIT
SELECT strftime('%Y-%m', w.last_probe_s, 'unixepoch') AS month,
       count(*) AS windows,
       count(a.as_number) AS with_as,
       count(*) FILTER (WHERE a.address_kind <> 'global') AS not_global,
       count(*) FILTER (WHERE a.window_id IS NULL
                           OR (a.address_kind = 'global' AND a.as_snapshot_id IS NULL)) AS not_looked_up
  FROM window AS w
  LEFT JOIN window_as AS a ON a.window_id = w.window_id
 WHERE w.superseded_ms IS NULL
 GROUP BY month
 ORDER BY month
