-- SPDX-License-Identifier: MIT
UPDATE window
   SET superseded_ms = ?2, superseded_run_id = ?3
 WHERE window_id = ?1 AND superseded_ms IS NULL
