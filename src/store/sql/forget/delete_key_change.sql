-- SPDX-License-Identifier: MIT
DELETE FROM key_change WHERE user_id = ?1 AND installation_id = ?2
