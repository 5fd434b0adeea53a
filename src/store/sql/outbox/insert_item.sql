-- SPDX-License-Identifier: MIT
INSERT INTO outbox (user_id, installation_id, last_s, ip, method, body, source, result_id, queued_ms, run_id)
VALUES (?1, ?2, ?3, ?4, nullif(?5, ''), ?6, iif(?7 IS NULL, 'imported', 'computed'), ?7, ?8, ?9)
