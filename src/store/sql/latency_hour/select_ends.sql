-- SPDX-License-Identifier: MIT
-- The ends of an installation's current windows, the last one first.
SELECT window_id, last_probe_s
  FROM window
 WHERE user_id = ?1 AND installation_id = ?2 AND superseded_ms IS NULL
 ORDER BY last_probe_s DESC
