-- SPDX-License-Identifier: MIT
INSERT INTO report_signature (report_id, signature) VALUES (?1, ?2)
