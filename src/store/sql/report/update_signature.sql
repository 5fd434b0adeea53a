-- SPDX-License-Identifier: MIT
UPDATE report_signature SET signature = ?2 WHERE report_id = ?1
