-- SPDX-License-Identifier: MIT
-- When the first report of an installation begins that begins at ?3 or later.
SELECT min(first_observation_s) FROM report WHERE user_id = ?1 AND installation_id = ?2 AND first_observation_s >= ?3
