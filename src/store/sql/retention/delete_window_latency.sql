-- SPDX-License-Identifier: MIT
DELETE FROM latency WHERE window_id = ?1
