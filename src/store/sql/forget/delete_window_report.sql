-- SPDX-License-Identifier: MIT
DELETE FROM window_report WHERE window_id IN (SELECT window_id FROM window WHERE user_id = ?1 AND installation_id = ?2)
