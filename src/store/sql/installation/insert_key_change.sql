-- SPDX-License-Identifier: MIT
INSERT INTO key_change (user_id, installation_id, old_client_key_id, new_client_key_id, changed_ms, run_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
