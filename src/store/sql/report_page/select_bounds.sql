-- SPDX-License-Identifier: MIT
-- From the first observation of an installation to its last one, and its last window; NULL if it has none.
SELECT (SELECT min(first_observation_s) FROM report WHERE user_id = ?1 AND installation_id = ?2),
       (SELECT max(latest_s) FROM report WHERE user_id = ?1 AND installation_id = ?2),
       (SELECT max(last_probe_s) FROM window WHERE user_id = ?1 AND installation_id = ?2 AND superseded_ms IS NULL)
  FROM installation
 WHERE user_id = ?1 AND installation_id = ?2
