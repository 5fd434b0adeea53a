-- SPDX-License-Identifier: MIT
DELETE FROM adaptive_detail WHERE result_id IN (SELECT result_id FROM result WHERE window_id = ?1)
