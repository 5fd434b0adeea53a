-- SPDX-License-Identifier: MIT
DELETE FROM unread_file WHERE user_id = ?1 AND installation_id = ?2
