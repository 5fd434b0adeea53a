-- SPDX-License-Identifier: MIT
SELECT k.digest, count(*), min(r.earliest_s), max(r.latest_s)
  FROM report AS r
  JOIN client_key AS k USING (client_key_id)
 WHERE r.user_id = ?1 AND r.installation_id = ?2
 GROUP BY r.client_key_id
