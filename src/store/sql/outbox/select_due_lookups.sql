-- SPDX-License-Identifier: MIT
-- One row per installation and day with something to ask about, after (?1, ?2) and its time ?3 in that order. ?4: now (ms),
-- ?5 and ?6: this boot and the time since it began (ms).
SELECT user_id, installation_id, last_s / 86400 AS day
  FROM outbox
 WHERE state = 'uncertain'
   AND (user_id, installation_id, last_s) > (?1, ?2, ?3)
   AND iif(settle_boot_id IS NULL, next_attempt_ms <= ?4, settle_boot_id = ?5 AND settle_until_boot_ms <= ?6)
 GROUP BY user_id, installation_id, last_s / 86400
 ORDER BY user_id, installation_id, last_s / 86400
 LIMIT ?7
