-- SPDX-License-Identifier: MIT
DELETE FROM outbox WHERE result_id IN (SELECT result_id FROM result WHERE window_id = ?1)
