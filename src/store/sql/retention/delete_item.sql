-- SPDX-License-Identifier: MIT
DELETE FROM outbox WHERE outbox_id = ?1
