-- SPDX-License-Identifier: MIT
-- What the restored database does not know to be stored may have been sent again since it was copied: it settles once more before
-- it is looked up. ?1: due by the time of day (ms), ?2 and ?3: by the time since this boot. What is left to the operator stays so.
UPDATE outbox SET next_attempt_ms = ?1, settle_boot_id = ?2, settle_until_boot_ms = ?3
 WHERE state = 'uncertain' AND iif(settle_boot_id = ?2, settle_until_boot_ms < ?3, next_attempt_ms < ?1)
