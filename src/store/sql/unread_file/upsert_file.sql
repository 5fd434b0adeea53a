-- SPDX-License-Identifier: MIT
-- Notes that ?3 could not be read (?4: why). Returns when that failed first.
INSERT INTO unread_file (user_id, installation_id, name, error, first_failed_ms, last_failed_ms, run_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)
ON CONFLICT (user_id, installation_id, name) DO UPDATE
   SET error = excluded.error, last_failed_ms = excluded.last_failed_ms, run_id = excluded.run_id
RETURNING first_failed_ms
