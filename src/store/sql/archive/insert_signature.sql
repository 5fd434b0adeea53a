-- SPDX-License-Identifier: MIT
-- It may have stayed.
INSERT OR IGNORE INTO report_signature (report_id, signature) VALUES (?1, ?2)
