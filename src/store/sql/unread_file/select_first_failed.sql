-- SPDX-License-Identifier: MIT
SELECT first_failed_ms FROM unread_file WHERE user_id = ?1 AND installation_id = ?2 AND name = ?3
