-- SPDX-License-Identifier: MIT
UPDATE run SET exit_code = ?2, reason = ?3 WHERE run_id = ?1
