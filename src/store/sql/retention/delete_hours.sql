-- SPDX-License-Identifier: MIT
DELETE FROM latency_hour WHERE user_id = ?1 AND installation_id = ?2 AND hour_s < ?3
