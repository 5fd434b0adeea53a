-- SPDX-License-Identifier: MIT
INSERT OR IGNORE INTO installation (user_id, installation_id, first_seen_ms) VALUES (?1, ?2, ?3)
