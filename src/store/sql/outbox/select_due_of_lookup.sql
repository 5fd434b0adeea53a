-- SPDX-License-Identifier: MIT
-- The items that tix-api's list of this installation (?1, ?2) and the times [?3, ?4) decides. ?5 to ?7: as in select_due_lookups.
SELECT outbox_id
  FROM outbox
 WHERE state = 'uncertain' AND user_id = ?1 AND installation_id = ?2 AND last_s >= ?3 AND last_s < ?4
   AND iif(settle_boot_id IS NULL, next_attempt_ms <= ?5, settle_boot_id = ?6 AND settle_until_boot_ms <= ?7)
 ORDER BY last_s, outbox_id
