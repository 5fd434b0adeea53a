-- SPDX-License-Identifier: MIT
-- Items whose settle delay was counted from another boot than this one (?1) wait for it once more, from now: nobody
-- knows how long that boot lasted.
UPDATE outbox SET next_attempt_ms = ?3, settle_boot_id = ?1, settle_until_boot_ms = ?2
 WHERE state = 'uncertain' AND settle_boot_id <> ?1
