-- SPDX-License-Identifier: MIT
DELETE FROM latency_minute WHERE user_id = ?1 AND installation_id = ?2
