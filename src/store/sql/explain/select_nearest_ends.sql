-- SPDX-License-Identifier: MIT
-- Where the current windows of an installation end that come next before and after the time ?3.
SELECT (SELECT max(last_probe_s)
          FROM window
         WHERE user_id = ?1 AND installation_id = ?2 AND superseded_ms IS NULL AND last_probe_s < ?3),
       (SELECT min(last_probe_s)
          FROM window
         WHERE user_id = ?1 AND installation_id = ?2 AND superseded_ms IS NULL AND last_probe_s >= ?3),
       (SELECT count(*) FROM report WHERE user_id = ?1 AND installation_id = ?2)
