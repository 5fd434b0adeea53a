-- SPDX-License-Identifier: MIT
SELECT database_id, restored_ms FROM database_identity;
