-- SPDX-License-Identifier: MIT
-- How many reports of an installation begin in [?3, ?4).
SELECT count(*) FROM report WHERE user_id = ?1 AND installation_id = ?2 AND first_observation_s >= ?3 AND first_observation_s < ?4
