-- SPDX-License-Identifier: MIT
DELETE FROM adaptive_detail
 WHERE result_id IN (SELECT result_id FROM result WHERE window_id IN (SELECT window_id FROM window WHERE user_id = ?1 AND installation_id = ?2))
