-- SPDX-License-Identifier: MIT
SELECT user_id, installation_id, last_s, ip, method, body, source, state, attempts, unclear_ends, held_for, last_status, last_error,
       drop_reason, note
  FROM outbox
