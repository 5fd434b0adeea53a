-- SPDX-License-Identifier: MIT
INSERT INTO window_report (report_id, window_id) VALUES (?1, ?2)
