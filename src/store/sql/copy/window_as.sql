-- SPDX-License-Identifier: MIT
INSERT INTO main.window_as (window_id, as_snapshot_id, address_kind, prefix, as_number, as_name, country, looked_up_ms, run_id)
SELECT a.window_id + @window, s.new_id, a.address_kind, a.prefix, a.as_number, a.as_name, a.country, a.looked_up_ms, a.run_id + @run
  FROM source.window_as AS a
 CROSS JOIN source.window AS w ON w.window_id = a.window_id
 CROSS JOIN temp.chosen AS c ON c.user_id = w.user_id AND c.installation_id = w.installation_id
  LEFT JOIN temp.copied_snapshot AS s ON s.old_id = a.as_snapshot_id
