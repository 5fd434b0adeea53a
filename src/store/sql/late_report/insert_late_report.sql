-- SPDX-License-Identifier: MIT
INSERT INTO late_report (user_id, installation_id, report_id, found_ms, run_id) VALUES (?1, ?2, ?3, ?4, ?5)
