-- SPDX-License-Identifier: MIT
DELETE FROM latency_hour
 WHERE user_id = ?1 AND installation_id = ?2
   AND hour_s IN (SELECT hour_s FROM latency_hour WHERE user_id = ?1 AND installation_id = ?2 LIMIT ?3)
