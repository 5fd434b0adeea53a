-- SPDX-License-Identifier: MIT
SELECT outbox_id FROM outbox WHERE result_id = ?1
