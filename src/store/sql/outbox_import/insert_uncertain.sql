-- SPDX-License-Identifier: MIT
-- It may be stored: looked up before it is sent, at once.
INSERT INTO outbox (user_id, installation_id, last_s, ip, body, source, state, next_attempt_ms, queued_ms, run_id)
VALUES (?1, ?2, ?3, ?4, ?5, 'imported', 'uncertain', ?6, ?6, ?7)
