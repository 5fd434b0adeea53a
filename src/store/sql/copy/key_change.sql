-- SPDX-License-Identifier: MIT
INSERT INTO main.key_change (key_change_id, user_id, installation_id, old_client_key_id, new_client_key_id, changed_ms, run_id)
SELECT x.key_change_id + @key_change, x.user_id, x.installation_id, o.new_id, n.new_id, x.changed_ms, x.run_id + @run
  FROM source.key_change AS x
 CROSS JOIN temp.chosen AS c ON c.user_id = x.user_id AND c.installation_id = x.installation_id
  LEFT JOIN temp.copied_key AS o ON o.old_id = x.old_client_key_id
  LEFT JOIN temp.copied_key AS n ON n.old_id = x.new_client_key_id
