-- SPDX-License-Identifier: MIT
SELECT user_id, installation_id
  FROM unprocessed_report
 WHERE (user_id, installation_id) > (?1, ?2)
 ORDER BY user_id, installation_id
 LIMIT 1
