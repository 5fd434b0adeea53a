-- SPDX-License-Identifier: MIT
DELETE FROM unprocessed_report WHERE user_id = ?1 AND installation_id = ?2
