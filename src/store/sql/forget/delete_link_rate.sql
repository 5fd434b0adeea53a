-- SPDX-License-Identifier: MIT
DELETE FROM link_rate WHERE user_id = ?1 AND installation_id = ?2
