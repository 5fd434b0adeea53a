-- SPDX-License-Identifier: MIT
UPDATE window SET session_report_id = ?2 WHERE window_id = ?1
