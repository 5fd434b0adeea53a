-- SPDX-License-Identifier: MIT
INSERT INTO main.unread_file (user_id, installation_id, name, error, first_failed_ms, last_failed_ms, run_id)
SELECT f.user_id, f.installation_id, f.name, f.error, f.first_failed_ms, f.last_failed_ms, f.run_id + @run
  FROM source.unread_file AS f
 CROSS JOIN temp.chosen AS c ON c.user_id = f.user_id AND c.installation_id = f.installation_id
