-- SPDX-License-Identifier: MIT
-- What settled by the time since another boot (?1 is this one) settles once more from now: nobody knows how long it was.
UPDATE outbox SET next_attempt_ms = ?3, settle_boot_id = ?1, settle_until_boot_ms = ?2
 WHERE state = 'uncertain' AND settle_boot_id <> ?1
