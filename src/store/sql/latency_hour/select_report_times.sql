-- SPDX-License-Identifier: MIT
-- When the observations lie of reports that reach beyond ?3 and begin at or before ?4; ?5: as long as one lasts.
SELECT max(r.earliest_s, r.first_observation_s - ?5), min(r.latest_s, r.first_observation_s + ?5)
  FROM report AS r
 WHERE r.user_id = ?1 AND r.installation_id = ?2
   AND r.first_observation_s > ?3 - ?5 AND r.first_observation_s <= ?4 + ?5
   AND r.latest_s > ?3 AND r.earliest_s <= ?4
