-- SPDX-License-Identifier: MIT
DELETE FROM window_report WHERE window_id = ?1
