-- SPDX-License-Identifier: MIT
SELECT wait_until_ms, resolved_name, stores_odd_answers, last_accepted_ms
  FROM api_server
 WHERE scheme = ?1 AND host = ?2 AND port = ?3 AND path = ?4
