-- SPDX-License-Identifier: MIT
DELETE FROM late_report WHERE user_id = ?1 AND installation_id = ?2
