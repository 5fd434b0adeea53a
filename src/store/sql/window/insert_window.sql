-- SPDX-License-Identifier: MIT
INSERT INTO window (user_id, installation_id, ip, session_report_id, first_report_id, last_report_id, first_report_s,
                    last_report_s, first_probe_s, last_probe_s, reports, observations, distinct_observations, run_id, formed_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
