-- SPDX-License-Identifier: MIT
-- Whether a current window of the installation ends in (?3, ?3 + ?4).
SELECT 1
  FROM window
 WHERE user_id = ?1 AND installation_id = ?2 AND superseded_ms IS NULL
   AND last_probe_s > ?3 AND last_probe_s < ?3 + ?4
 LIMIT 1
