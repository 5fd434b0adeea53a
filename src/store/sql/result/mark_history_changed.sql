-- SPDX-License-Identifier: MIT
-- A window of the installation that ends at ?3 was formed: the current results of method ?4 and version ?5 whose windows
-- end in (?3, ?3 + ?6) would have read it.
UPDATE result
   SET history_changed = 1
 WHERE superseded_ms IS NULL AND method = ?4 AND method_version = ?5
   AND window_id IN (SELECT w.window_id
                       FROM window AS w
                      WHERE w.user_id = ?1 AND w.installation_id = ?2 AND w.superseded_ms IS NULL
                        AND w.last_probe_s > ?3 AND w.last_probe_s < ?3 + ?6)
