-- SPDX-License-Identifier: MIT
UPDATE run SET duration_ms = ?2, exit_code = ?3, counts = ?4, reason = nullif(?5, '') WHERE run_id = ?1
