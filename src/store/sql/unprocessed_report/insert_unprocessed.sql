-- SPDX-License-Identifier: MIT
INSERT INTO unprocessed_report (user_id, installation_id, report_id) VALUES (?1, ?2, ?3)
