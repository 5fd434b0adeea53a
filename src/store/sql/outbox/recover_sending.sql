-- SPDX-License-Identifier: MIT
-- Found at a start: the run that sent these was killed and nobody knows what became of them.
UPDATE outbox
   SET state = 'uncertain', next_attempt_ms = ?1, last_status = NULL, last_error = 'the run was killed while sending'
 WHERE state = 'sending'
