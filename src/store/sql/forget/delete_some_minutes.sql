-- SPDX-License-Identifier: MIT
DELETE FROM latency_minute
 WHERE user_id = ?1 AND installation_id = ?2
   AND minute_s IN (SELECT minute_s FROM latency_minute WHERE user_id = ?1 AND installation_id = ?2 LIMIT ?3)
