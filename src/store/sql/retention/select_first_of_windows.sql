-- SPDX-License-Identifier: MIT
-- When the earliest of the current windows begins that end in [?3, ?4).
SELECT min(first_report_s)
  FROM window
 WHERE user_id = ?1 AND installation_id = ?2 AND last_probe_s >= ?3 AND last_probe_s < ?4 AND superseded_ms IS NULL
