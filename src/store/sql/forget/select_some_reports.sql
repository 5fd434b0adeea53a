-- SPDX-License-Identifier: MIT
SELECT report_id FROM report WHERE user_id = ?1 AND installation_id = ?2 LIMIT ?3
