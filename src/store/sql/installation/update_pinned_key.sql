-- SPDX-License-Identifier: MIT
UPDATE installation SET client_key_id = ?3, pinned_ms = ?4 WHERE user_id = ?1 AND installation_id = ?2
