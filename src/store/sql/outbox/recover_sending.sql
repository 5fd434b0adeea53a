-- SPDX-License-Identifier: MIT
-- Called at the start of a run: the run that sent these items was killed, and nobody knows whether they are stored. ?1: now (ms),
-- ?2: when they are due by the time of day, ?3 and ?4: by the time since this boot.
UPDATE outbox
   SET state = 'uncertain',
       unclear_ends = unclear_ends + 1,
       first_unclear_ms = coalesce(first_unclear_ms, ?1),
       next_attempt_ms = ?2,
       settle_boot_id = ?3,
       settle_until_boot_ms = ?4,
       last_status = NULL,
       last_error = 'the run was killed while sending'
 WHERE state = 'sending'
